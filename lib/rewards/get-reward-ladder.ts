import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { rewardRedemptions } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { countConfirmed } from "../referrals/index.ts";
import { askedBy, factsOf } from "./facts.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { nextRung } from "./next-reward.ts";
import { countOf, type Facts } from "./owed.ts";
import { type Redemption, withDeliveries } from "./redemption.ts";
import { type Reward, ruleOf } from "./reward.ts";
import { type Places, type Rung, readPlaces, rungsOf } from "./rungs.ts";

export const GetRewardLadderInput = z.strictObject({ userId: z.uuid() });
export type GetRewardLadderInput = z.infer<typeof GetRewardLadderInput>;

export type RewardLadder = {
  confirmed: number;
  /** The nearest one that more referrals earn. */
  next: Rung | null;
  rungs: Rung[];
};

type Known = {
  all: DescribedReward[];
  redemptions: Redemption[];
  places: Places;
  /** Null while every reward goes by the plain number of referrals that count. */
  facts: Facts | null;
};

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
    const facts = all.every(goesByNumber) ? null : await factsOf(ctx, userIds, askedBy(all));
    const known = (id: string): Known => ({
      all,
      redemptions: byUser.get(id) ?? [],
      places,
      facts: facts?.(id) ?? null,
    });
    return new Map(userIds.map((id) => [id, known(id)]));
  },
});

/** Every reward and where the member stands with it. @throws AppError forbidden for another member's ladder */
export async function getRewardLadder(ctx: Ctx, input: GetRewardLadderInput): Promise<RewardLadder> {
  const [ladderAt, confirmed] = await Promise.all([readRewardLadder(ctx, input), countConfirmed(ctx, input)]);
  return ladderAt(confirmed);
}

/**
 * The same for whoever shows the member's statistics beside it: the ladder at the count that those give.
 * @throws AppError forbidden for another member's ladder
 */
export async function readRewardLadder(
  ctx: Ctx,
  input: GetRewardLadderInput,
): Promise<(confirmed: number) => RewardLadder> {
  const userId = whose(ctx, parseInput(GetRewardLadderInput, input).userId);
  const { all, redemptions, places, facts } = (await readKnown(ctx, userId)) ?? nothing;
  return (confirmed) => {
    const countedFor = (reward: Reward) => (facts ? countedBy(reward, facts) : confirmed);
    const rungs = rungsOf(all, redemptions, { countedFor, now: ctx.clock.now(), places });
    return { confirmed, next: nextRung(rungs), rungs };
  };
}

const nothing: Known = {
  all: [],
  redemptions: [],
  places: { titles: new Map(), checkouts: new Map() },
  facts: null,
};

function goesByNumber({ trigger, requiresActivation, campaignId }: Reward): boolean {
  return (trigger === "milestone" || trigger === "first") && !requiresActivation && campaignId === null;
}

/** What counts towards a reward by now: referrals, or days of a streak. */
function countedBy(reward: Reward, facts: Facts): number {
  return reward.trigger === "streak" ? facts.streak.running : countOf(ruleOf(reward), "referrer", facts);
}
