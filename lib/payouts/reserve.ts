import { and, eq, sql } from "drizzle-orm";
import { affiliatePayoutParts, rewardPayoutParts } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { getSettings, settingFor } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { allot, totalOf, type Unpaid } from "./allot.ts";
import { bookItem, payableOf } from "./book-item.ts";
import { type PayoutItem, whyCarried } from "./item.ts";
import { changeItem, type Payee } from "./item-rows.ts";
import { unpaidOf } from "./owed.ts";
import type { PayoutRow } from "./payout.ts";

const least = (...amounts: bigint[]) => amounts.reduce((a, b) => (a < b ? a : b));

/**
 * Takes an item's amount out of what is owed: what was approved, or less when a refund came in between. An item
 * of which nothing worth sending is left is carried over. The caller holds the affiliate's lock.
 */
export async function reserve(
  ctx: Ctx,
  item: PayoutItem,
  payee: Payee,
  payout: PayoutRow,
): Promise<PayoutItem> {
  const { currency, affiliateId } = item;
  const unpaid = await unpaidOf(ctx, { affiliateId, currency, cutoffAt: payout.cutoffAt });
  const amountMinor = least(item.amountMinor, totalOf(unpaid), await payableOf(ctx, payee, currency));
  const { payouts: settings } = await getSettings(ctx);
  const reason = whyCarried(amountMinor, settingFor(settings.minimums, currency));
  if (reason !== null) return changeItem(ctx, item.id, { status: "carried", reason });
  await writeParts(ctx, item, allot(unpaid, amountMinor));
  const reserved = await changeItem(ctx, item.id, {
    reason: null,
    dispatch: {
      by: payout.method === "transfer" ? "transfer" : "hand",
      destination: payee.whopUserId,
      amountMinor,
      notes: `Affiliate payout ${payout.number}`,
      mayHaveArrived: false,
    },
  });
  await bookItem(ctx, reserved, payee);
  return reserved;
}

async function writeParts(ctx: Ctx, { id: itemId }: PayoutItem, parts: readonly Unpaid[]): Promise<void> {
  const createdAt = ctx.clock.now();
  const { commission = [], reward = [] } = Object.groupBy(parts, ({ kind }) => kind);
  const shared = ({ unpaidMinor: amountMinor }: Unpaid) => ({ itemId, amountMinor, createdAt });
  await transact(ctx, async (tx) => {
    const commissions = commission.map((one) => ({ ...shared(one), commissionId: one.id }));
    await writeRows(tx, ctx.companyId, affiliatePayoutParts, commissions);
    const rewards = reward.map((one) => ({ ...shared(one), redemptionId: one.id }));
    await writeRows(tx, ctx.companyId, rewardPayoutParts, rewards);
  });
}

/** Puts an item's amount back to what is owed: it is certain that it was not sent. */
export async function release(ctx: Ctx, item: PayoutItem, payee: Payee): Promise<PayoutItem> {
  await transact(ctx, async (tx) => {
    for (const parts of [affiliatePayoutParts, rewardPayoutParts])
      await tx.delete(parts).where(and(eq(parts.companyId, ctx.companyId), eq(parts.itemId, item.id)));
  });
  const released = await changeItem(ctx, item.id, { dispatch: null });
  await bookItem(ctx, released, payee);
  return released;
}

/** The item's commissions and rewards are paid by their parts. */
export async function payParts(ctx: Ctx, item: PayoutItem): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx.execute(sql`
      UPDATE affiliate_commissions c SET paid_minor = c.paid_minor + p.amount_minor
        FROM affiliate_payout_parts p
       WHERE c.company_id = ${ctx.companyId} AND p.company_id = c.company_id AND p.commission_id = c.id
         AND p.item_id = ${item.id}::uuid`);
    await tx.execute(sql`
      UPDATE reward_payables r SET paid_minor = r.paid_minor + p.amount_minor
        FROM reward_payout_parts p
       WHERE r.company_id = ${ctx.companyId} AND p.company_id = r.company_id
         AND p.redemption_id = r.redemption_id AND p.item_id = ${item.id}::uuid`);
  });
}
