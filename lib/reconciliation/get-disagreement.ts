import { and, desc, eq, gt, ne } from "drizzle-orm";
import { reconciliationRepairs, reconciliationRuns } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { readTold, type Told } from "../core/said.ts";

export type Disagreement = {
  /** Repairs of the last 24 hours: of each of these a webhook should have told us. */
  lostLately: number;
  /** Why the last comparison failed; null when it did not. */
  problem: Told | null;
};

/** The part of getReconciliation that the team has to hear of wherever they are. */
export async function getDisagreement(ctx: Ctx): Promise<Disagreement> {
  requireOwner(ctx);
  return readDisagreement(ctx);
}

const runs = reconciliationRuns;
const repairs = reconciliationRepairs;

const readDisagreement = sharedRead<Disagreement>((ctx) =>
  transact(ctx, async (tx) => {
    const { companyId, clock } = ctx;
    const yesterday = new Date(clock.now().getTime() - dayMs);
    const [lostLately, [last]] = await Promise.all([
      tx.$count(repairs, and(eq(repairs.companyId, companyId), gt(repairs.repairedAt, yesterday))),
      tx
        .select({ state: runs.state, message: runs.message })
        .from(runs)
        .where(and(eq(runs.companyId, companyId), ne(runs.state, "running")))
        .orderBy(desc(runs.startedAt))
        .limit(1),
    ]);
    const message = last?.state === "failed" ? last.message : null;
    return { lostLately, problem: message && readTold(message) };
  }),
);
