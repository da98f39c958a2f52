import { settleCommissions } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";

/** An affiliate's sales, terms or holds changed, or a hold ended: their commissions follow. */
export async function handle(ctx: Ctx, { affiliateId }: JobPayload<"settle-commissions">): Promise<void> {
  await settleCommissions(ctx, { affiliateId });
}
