import type { Ctx } from "../core/context.ts";
import { getBalances, type Line, settleBooks } from "../ledger/index.ts";
import type { PayoutItem } from "./item.ts";
import type { Payee } from "./item-rows.ts";
import { getPayoutRow } from "./payout.ts";

/** How the books stand for an item: its amount is where it was, on its way, or paid. */
export function linesOf({ dispatch, status, currency: unit }: PayoutItem, { userId }: Payee): Line[] {
  if (dispatch === null) return [];
  const { amountMinor: amount } = dispatch;
  const goesTo = status === "paid" ? "payout_paid" : "payout_in_transit";
  return [
    { holderId: userId, kind: "commission_payable", unit, amount: -amount },
    { holderId: userId, kind: goesTo, unit, amount },
  ];
}

/** Brings the books to how the item stands. The caller holds the affiliate's lock. */
export async function bookItem(ctx: Ctx, item: PayoutItem, payee: Payee): Promise<void> {
  const { number } = await getPayoutRow(ctx, item.payoutId);
  await settleBooks(ctx, [
    {
      source: { type: "payout_item", id: item.id },
      factId: item.transferId ?? item.reference ?? item.id,
      rule: `payout ${number}`,
      ruleVersion: 1,
      occurredAt: ctx.clock.now(),
      lines: linesOf(item, payee),
    },
  ]);
}

/** What the books say is owed, whatever the commissions say. */
export async function payableOf(ctx: Ctx, { userId }: Payee, unit: string): Promise<bigint> {
  const balances = await getBalances(ctx, { holderIds: [userId], kinds: ["commission_payable"] });
  return balances.find((balance) => balance.unit === unit)?.balance ?? 0n;
}
