import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { settleRewardPayables } from "../payouts/index.ts";

/** Rewards in money were given or taken back: what payouts pay follows. */
export async function handle(
  ctx: Ctx,
  payloads: readonly JobPayload<"settle-reward-payables">[],
): Promise<void> {
  await settleRewardPayables(ctx, { userIds: payloads.map(({ userId }) => userId) });
}
