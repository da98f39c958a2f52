import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { evaluateRewards } from "../rewards/index.ts";

/** Members' referrals changed: what they have earned follows. */
export async function handle(ctx: Ctx, payloads: readonly JobPayload<"evaluate-rewards">[]): Promise<void> {
  await evaluateRewards(ctx, { userIds: payloads.map(({ userId }) => userId) });
}
