import { getCompany } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { beginDueRun, reconcile } from "../reconciliation/index.ts";
import { applyFindings } from "./apply-findings.ts";

/** Without a run it is time for one; with a run it is to be done, or gone on with. */
export async function handle(ctx: Ctx, { cause, runId }: JobPayload<"reconcile">): Promise<void> {
  const { status, createdAt } = await getCompany(ctx);
  if (status !== "active") return;
  if (runId === undefined) return beginDueRun(ctx, cause);
  await reconcile(ctx, {
    runId,
    pastEndsAt: createdAt,
    door: async (ctx, findings) => {
      await applyFindings(ctx, findings, { pastEndsAt: createdAt });
    },
  });
}
