import type { Ctx } from "../core/context.ts";
import { getBalances, type Line, settleBooks } from "../ledger/index.ts";
import type { PayoutItem } from "./item.ts";
import type { Due, Payee } from "./item-rows.ts";
import type { PayoutRow } from "./payout.ts";

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

/** Brings the books to how items of a payout stand. The caller holds the affiliates' locks. */
export async function bookItems(
  ctx: Ctx,
  { number }: Pick<PayoutRow, "number">,
  due: readonly Due[],
): Promise<void> {
  const occurredAt = ctx.clock.now();
  await settleBooks(
    ctx,
    due.map(({ item, payee }) => ({
      source: { type: "payout_item", id: item.id },
      factId: item.transferId ?? item.reference ?? item.id,
      // oxlint-disable-next-line referly/spoken-words -- names the cause in the books, as a plan's name does
      rule: `payout ${number}`,
      ruleVersion: 1,
      occurredAt,
      lines: linesOf(item, payee),
    })),
  );
}

/** What the books say is owed, whatever the commissions say, by the member and the currency. */
export async function payablesOf(
  ctx: Ctx,
  payees: readonly Payee[],
): Promise<(payee: Payee, currency: string) => bigint> {
  const holderIds = [...new Set(payees.map(({ userId }) => userId))];
  const balances = await getBalances(ctx, { holderIds, kinds: ["commission_payable"] });
  const owed = new Map(balances.map(({ holderId, unit, balance }) => [`${holderId} ${unit}`, balance]));
  return ({ userId }, currency) => owed.get(`${userId} ${currency}`) ?? 0n;
}
