import { and, eq, sql } from "drizzle-orm";
import { affiliatePayoutParts, rewardPayoutParts } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { getSettings, settingFor } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say, sentenceOf } from "../core/said.ts";
import { allot, totalOf, type Unpaid } from "./allot.ts";
import { bookItems, payablesOf } from "./book-item.ts";
import { carriedReasons, type Dispatch, type PayoutItem, whyCarried } from "./item.ts";
import { changeItem, changeItems, type Due, fixDispatches, type Payee } from "./item-rows.ts";
import { unpaidOfAffiliates } from "./owed.ts";
import { getPayoutRow, type PayoutRow } from "./payout.ts";

const least = (...amounts: bigint[]) => amounts.reduce((a, b) => (a < b ? a : b));

/**
 * Takes what items of a payout come to out of what is owed: what was approved, or less when a refund came in
 * between. An item of which nothing worth sending is left is carried over. The caller holds the affiliates' locks.
 * Returns the items as they are then, by their ids.
 */
export async function reserve(
  ctx: Ctx,
  payout: PayoutRow,
  due: readonly Due[],
): Promise<Map<string, PayoutItem>> {
  if (due.length === 0) return new Map();
  const { payouts: settings } = await getSettings(ctx);
  const affiliateIds = due.map(({ item }) => item.affiliateId);
  const unpaidOf = await unpaidOfAffiliates(ctx, { affiliateIds, cutoffAt: payout.cutoffAt });
  const payableOf = await payablesOf(
    ctx,
    due.map(({ payee }) => payee),
  );
  const decided = due.map((one) => {
    const { item, payee } = one;
    const unpaid = unpaidOf(item);
    const amountMinor = least(item.amountMinor, totalOf(unpaid), payableOf(payee, item.currency));
    const reason = whyCarried(amountMinor, settingFor(settings.minimums, item.currency));
    return { ...one, amountMinor, reason, parts: reason === null ? allot(unpaid, amountMinor) : [] };
  });
  const sent = decided.filter(({ reason }) => reason === null);
  await writeParts(ctx, sent);
  const reserved = await fixDispatches(
    ctx,
    new Map(sent.map((one) => [one.item.id, dispatchOf(payout, one.payee, one.amountMinor)])),
  );
  await bookItems(ctx, payout, withItems(sent, reserved));
  for (const reason of carriedReasons) {
    const ids = decided.flatMap((one) => (one.reason === reason ? [one.item.id] : []));
    for (const [id, item] of await changeItems(ctx, ids, { status: "carried", reason }))
      reserved.set(id, item);
  }
  return reserved;
}

/** The same payees with their items as they have become. */
export function withItems(due: readonly Due[], items: ReadonlyMap<string, PayoutItem>): Due[] {
  return due.map(({ item, payee }) => ({ item: items.get(item.id) ?? item, payee }));
}

function dispatchOf({ method, number }: PayoutRow, { whopUserId }: Payee, amountMinor: bigint): Dispatch {
  return {
    by: method === "transfer" ? "transfer" : "hand",
    destination: whopUserId,
    amountMinor,
    notes: sentenceOf(say("payout.note", { number })),
    mayHaveArrived: false,
  };
}

async function writeParts(
  ctx: Ctx,
  sent: readonly { item: PayoutItem; parts: readonly Unpaid[] }[],
): Promise<void> {
  const createdAt = ctx.clock.now();
  const all = sent.flatMap(({ item, parts }) => parts.map((part) => ({ ...part, itemId: item.id })));
  const { commission = [], reward = [] } = Object.groupBy(all, ({ kind }) => kind);
  const shared = ({ itemId, unpaidMinor: amountMinor }: (typeof all)[number]) => ({
    itemId,
    amountMinor,
    createdAt,
  });
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
  await bookItems(ctx, await getPayoutRow(ctx, item.payoutId), [{ item: released, payee }]);
  return released;
}

/** The items' commissions and rewards are paid by their parts. */
export async function payParts(ctx: Ctx, itemIds: readonly string[]): Promise<void> {
  const ofItems = sql`company_id = ${ctx.companyId}
                      AND item_id = ANY (string_to_array(${itemIds.join(",")}, ',')::uuid[])`;
  await transact(ctx, async (tx) => {
    await tx.execute(sql`
      UPDATE affiliate_commissions c SET paid_minor = c.paid_minor + p.amount
        FROM (SELECT commission_id, sum(amount_minor) AS amount FROM affiliate_payout_parts
               WHERE ${ofItems} GROUP BY commission_id) p
       WHERE c.company_id = ${ctx.companyId} AND c.id = p.commission_id`);
    await tx.execute(sql`
      UPDATE reward_payables r SET paid_minor = r.paid_minor + p.amount
        FROM (SELECT redemption_id, sum(amount_minor) AS amount FROM reward_payout_parts
               WHERE ${ofItems} GROUP BY redemption_id) p
       WHERE r.company_id = ${ctx.companyId} AND r.redemption_id = p.redemption_id`);
  });
}
