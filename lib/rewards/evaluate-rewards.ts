import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { settleRewards } from "./settle-rewards.ts";

export const EvaluateRewardsInput = z.strictObject({ userIds: z.array(z.uuid()) });
export type EvaluateRewardsInput = z.infer<typeof EvaluateRewardsInput>;

/** Settles what members have earned, from their referrals as they are now. Twice, or at once, changes nothing more. */
export async function evaluateRewards(ctx: Ctx, input: EvaluateRewardsInput): Promise<void> {
  requireOwner(ctx);
  const { userIds } = parseInput(EvaluateRewardsInput, input);
  await settleRewards(ctx, userIds);
}
