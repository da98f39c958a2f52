import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { evaluateRewards } from "../rewards/index.ts";

/** A member's referrals changed: what they have earned follows. */
export async function handle(ctx: Ctx, { userId }: JobPayload<"evaluate-rewards">): Promise<void> {
  await evaluateRewards(ctx, { userId });
}
