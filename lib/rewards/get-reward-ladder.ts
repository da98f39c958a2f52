import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { countedReferrals } from "./earned.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { nextMilestone } from "./next-milestone.ts";
import { redemptionsOf } from "./redemption.ts";
import { type Rung, readPlaces, rungsOf } from "./rungs.ts";

export const GetRewardLadderInput = z.strictObject({ userId: z.uuid() });
export type GetRewardLadderInput = z.infer<typeof GetRewardLadderInput>;

export type RewardLadder = {
  confirmed: number;
  next: { rewardId: string; name: string; summary: string; threshold: number; remaining: number } | null;
  rungs: Rung[];
};

/** Every reward and where the member stands with it. @throws AppError forbidden for another member's ladder */
export async function getRewardLadder(ctx: Ctx, input: GetRewardLadderInput): Promise<RewardLadder> {
  const { userId } = parseInput(GetRewardLadderInput, input);
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) {
    throw new AppError("forbidden", "A member sees their own rewards only.");
  }
  return transact(ctx, async (_tx, ctx) => {
    const confirmed = (await countedReferrals(ctx, userId)).length;
    const all = await readRewards(ctx, true);
    const redemptions = await redemptionsOf(ctx, userId);
    const places = await readPlaces(ctx, redemptions);
    const rungs = rungsOf(all, redemptions, { confirmed, now: ctx.clock.now(), places });
    const next = nextMilestone(all, confirmed);
    return { confirmed, next: next && toNext(next), rungs };
  });
}
function toNext({ reward, remaining }: { reward: DescribedReward; remaining: number }): RewardLadder["next"] {
  return {
    rewardId: reward.id,
    name: reward.name,
    summary: reward.summary,
    threshold: reward.threshold,
    remaining,
  };
}
