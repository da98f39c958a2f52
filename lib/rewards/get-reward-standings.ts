import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { rewardRedemptions } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { type Redemption, withDeliveries } from "./redemption.ts";
import { type Places, type Rung, readPlaces, rungsOf } from "./rungs.ts";

export const GetRewardStandingsInput = z.strictObject({
  userId: z.uuid(),
  /** Confirmed referrals of the member, as their statistics count them. */
  confirmed: z.int().min(0),
});
export type GetRewardStandingsInput = z.infer<typeof GetRewardStandingsInput>;

type Known = { all: DescribedReward[]; redemptions: Redemption[]; places: Places };

const read = batchedRead<Known>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const all = await readRewards(ctx, true);
    const rows = await transact(ctx, (tx) =>
      tx
        .select()
        .from(rewardRedemptions)
        .where(
          and(eq(rewardRedemptions.companyId, ctx.companyId), inArray(rewardRedemptions.userId, userIds)),
        )
        .orderBy(rewardRedemptions.rewardId, rewardRedemptions.occurrence),
    );
    const redemptions = await withDeliveries(ctx, rows);
    const places = await readPlaces(ctx, redemptions);
    const byUser = Map.groupBy(redemptions, ({ userId }) => userId);
    return new Map(userIds.map((id) => [id, { all, redemptions: byUser.get(id) ?? [], places }]));
  },
});

/**
 * The rungs of getRewardLadder for a page of figures: many members who ask at once share one read, and the
 * count is the one their figures show. @throws AppError forbidden for another member's
 */
export async function getRewardStandings(ctx: Ctx, input: GetRewardStandingsInput): Promise<Rung[]> {
  const { userId, confirmed } = parseInput(GetRewardStandingsInput, input);
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) {
    throw new AppError("forbidden", "A member sees their own rewards only.");
  }
  const known = await read(ctx, userId);
  if (!known) return [];
  const { all, redemptions, places } = known;
  return rungsOf(all, redemptions, { confirmed, now: ctx.clock.now(), places });
}
