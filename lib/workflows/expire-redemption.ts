import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { expireRedemption } from "../rewards/index.ts";

/** The time to claim a reward is over. */
export async function handle(ctx: Ctx, { redemptionId }: JobPayload<"expire-redemption">): Promise<void> {
  await expireRedemption(ctx, { redemptionId });
}
