import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { rewardRedemptions } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { countedReferrals } from "./earned.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { nextMilestone } from "./next-milestone.ts";
import { type Redemption, withDeliveries } from "./redemption.ts";
import { type Places, type Rung, readPlaces, rungsOf } from "./rungs.ts";

export const GetRewardLadderInput = z.strictObject({ userId: z.uuid() });
export type GetRewardLadderInput = z.infer<typeof GetRewardLadderInput>;

export type RewardLadder = {
  confirmed: number;
  next: { rewardId: string; name: string; summary: string; threshold: number; remaining: number } | null;
  rungs: Rung[];
};

type Known = { all: DescribedReward[]; redemptions: Redemption[]; places: Places };

const readKnown = batchedRead<Known>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const all = await readRewards(ctx, true);
    const rows = await transact(ctx, (tx) =>
      tx
        .select()
        .from(rewardRedemptions)
        .where(and(eq(rewardRedemptions.companyId, ctx.companyId), inIds(rewardRedemptions.userId, userIds)))
        .orderBy(rewardRedemptions.rewardId, rewardRedemptions.occurrence),
    );
    const redemptions = await withDeliveries(ctx, rows);
    const places = await readPlaces(ctx, redemptions);
    const byUser = Map.groupBy(redemptions, ({ userId }) => userId);
    return new Map(userIds.map((id) => [id, { all, redemptions: byUser.get(id) ?? [], places }]));
  },
});

/** Every reward and where the member stands with it. @throws AppError forbidden for another member's ladder */
export async function getRewardLadder(ctx: Ctx, input: GetRewardLadderInput): Promise<RewardLadder> {
  const [ladderAt, counted] = await Promise.all([
    readRewardLadder(ctx, input),
    countedReferrals(ctx, input.userId),
  ]);
  return ladderAt(counted.length);
}

/**
 * The same for whoever shows the member's statistics beside it: the ladder at the count that those give.
 * @throws AppError forbidden for another member's ladder
 */
export async function readRewardLadder(
  ctx: Ctx,
  input: GetRewardLadderInput,
): Promise<(confirmed: number) => RewardLadder> {
  const { userId } = parseInput(GetRewardLadderInput, input);
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) {
    throw new AppError("forbidden", "A member sees their own rewards only.");
  }
  const { all, redemptions, places } = (await readKnown(ctx, userId)) ?? nothing;
  return (confirmed) => {
    const rungs = rungsOf(all, redemptions, { confirmed, now: ctx.clock.now(), places });
    const next = nextMilestone(all, confirmed);
    return { confirmed, next: next && toNext(next), rungs };
  };
}

const nothing: Known = { all: [], redemptions: [], places: { titles: new Map(), checkouts: new Map() } };

function toNext({ reward, remaining }: { reward: DescribedReward; remaining: number }): RewardLadder["next"] {
  return {
    rewardId: reward.id,
    name: reward.name,
    summary: reward.summary,
    threshold: reward.threshold,
    remaining,
  };
}
