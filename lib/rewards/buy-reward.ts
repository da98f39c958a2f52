import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { earn } from "./earn.ts";
import { lockReward } from "./lock-reward.ts";
import { bookPrice, pointsOf } from "./purchase.ts";
import { getRedemption, lockMemberRewards, type Redemption, redemptionsOf } from "./redemption.ts";
import { leftOf } from "./reward.ts";

export const BuyRewardInput = z.strictObject({
  id: z.uuid(),
  /** Made by whoever asks: asked again with the same one, it is bought once. */
  purchaseId: z.uuid(),
});
export type BuyRewardInput = z.infer<typeof BuyRewardInput>;

/**
 * The member spends points on a reward of the shop. The points are gone and the reward is theirs in one transaction;
 * they come back when it is refused or cannot be delivered.
 * @throws AppError conflict when it is not for sale, sold out, or dearer than the points the member has
 */
export async function buyReward(ctx: Ctx, input: BuyRewardInput): Promise<Redemption> {
  const { userId } = requireMember(ctx);
  const { id, purchaseId } = parseInput(BuyRewardInput, input);
  const subject = `purchase:${purchaseId}`;
  return transact(ctx, async (_tx, ctx) => {
    await lockMemberRewards(ctx, [userId]);
    const own = (await redemptionsOf(ctx, [userId])).filter(({ rewardId }) => rewardId === id);
    const known = own.find((one) => one.subject === subject);
    if (known) return known;
    const reward = await lockReward(ctx, id);
    const { pricePoints, isActive, archivedAt, maxPerMember, name } = reward;
    if (pricePoints === null || !isActive || archivedAt !== null)
      throw new AppError("conflict", say("reward.notForSale"));
    const has = own.filter(({ status }) => status !== "cancelled").length;
    if (maxPerMember !== null && has >= maxPerMember) throw new AppError("conflict", say("reward.hadOften"));
    if (leftOf(reward) === 0) throw new AppError("conflict", say("reward.soldOut"));
    const points = await pointsOf(ctx, userId);
    if (points < BigInt(pricePoints))
      throw new AppError(
        "conflict",
        say("reward.pointsMissing", { price: pricePoints, points: points.toString() }),
      );
    const now = ctx.clock.now();
    const owed = { subject, side: "referrer" as const, referralId: null, earnedAt: now, count: 0 };
    const [bought] = await earn(ctx, reward, [{ userId, owed, occurrence: 1 }]);
    if (!bought?.hasPlace) throw new AppError("conflict", say("reward.soldOut"));
    await bookPrice(ctx, { redemptionId: bought.id, userId, name, at: now }, BigInt(pricePoints));
    return getRedemption(ctx, bought.id);
  });
}
