import { settleCommissionsOf } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";

/** Affiliates' sales, terms or holds changed, or a hold ended: their commissions follow. */
export async function handle(ctx: Ctx, payloads: readonly JobPayload<"settle-commissions">[]): Promise<void> {
  await settleCommissionsOf(
    ctx,
    payloads.map(({ affiliateId }) => affiliateId),
  );
}
