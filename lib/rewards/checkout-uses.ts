import { and, countDistinct, eq, isNotNull } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { payments } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Reward } from "./reward.ts";

/**
 * Of a discount at the checkout Whop keeps the stock; how much of it is taken is told by the payments that carry its
 * code, one for each person.
 */
export async function withUsesAtCheckout(ctx: Ctx, found: readonly Reward[]): Promise<Reward[]> {
  const limited = found.flatMap(({ stock, checkoutCode }) =>
    stock === null || checkoutCode === null ? [] : [checkoutCode.promoCodeId],
  );
  if (limited.length === 0) return [...found];
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ promoCodeId: payments.promoCodeId, uses: countDistinct(payments.whopUserId) })
      .from(payments)
      .where(
        and(
          eq(payments.companyId, ctx.companyId),
          inTexts(payments.promoCodeId, limited),
          isNotNull(payments.paidAt),
        ),
      )
      .groupBy(payments.promoCodeId),
  );
  const usesOf = new Map(rows.map(({ promoCodeId, uses }) => [promoCodeId, uses]));
  return found.map((reward) => {
    const { stock, checkoutCode } = reward;
    if (stock === null || checkoutCode === null) return reward;
    return { ...reward, stockTaken: Math.min(stock, usesOf.get(checkoutCode.promoCodeId) ?? 0) };
  });
}
