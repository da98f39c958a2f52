import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { type DescribedReward, readRewards } from "./list-rewards.ts";
import { pointsOf } from "./purchase.ts";
import { leftOf } from "./reward.ts";

export type ShopItem = DescribedReward & {
  pricePoints: number;
  /** How many are left; null is no limit. */
  left: number | null;
  isAffordable: boolean;
};

/** What the member can spend points on, cheapest first, and how many they have. */
export async function listShop(ctx: Ctx): Promise<{ points: bigint; items: ShopItem[] }> {
  const { userId } = requireMember(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const points = await pointsOf(ctx, userId);
    const items = (await readRewards(ctx, false)).flatMap((reward): ShopItem[] => {
      const { pricePoints, isActive } = reward;
      if (pricePoints === null || !isActive) return [];
      const isAffordable = points >= BigInt(pricePoints);
      return [{ ...reward, pricePoints, left: leftOf(reward), isAffordable }];
    });
    return { points, items: items.toSorted((a, b) => a.pricePoints - b.pricePoints) };
  });
}
