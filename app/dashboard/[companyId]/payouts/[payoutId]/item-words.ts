import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { ListedItem } from "#lib/payouts/index.ts";

/** Why an item stands where it stands; null where its status says it all. */
export function whyWords(item: ListedItem, { t, format, say }: Speech): string | null {
  switch (item.status) {
    case "carried":
      return t(`payouts.carried.${item.reason === "below_minimum" ? "below_minimum" : "nothing_owed"}`);
    case "unknown":
      return t("payouts.why.unknown");
    case "failed":
    case "held":
      return item.reason && say(item.reason);
    case "paid":
      return item.paidAt === null ? null : t("payouts.why.paid", { at: format.day(item.paidAt) });
    default:
      return null;
  }
}

/** What is sent, once that is fixed; else what was drafted. */
export function amountOf({ dispatch, amountMinor, currency }: ListedItem): string {
  return toDecimal(dispatch?.amountMinor ?? amountMinor, currency);
}

/** For the buttons, which run in the browser. */
export function forActions(item: ListedItem, { format }: Speech) {
  const { id, payoutId, payee, actions, dispatch, currency } = item;
  const amount = format.amount(amountOf(item), currency);
  return {
    id,
    payoutId,
    name: payee.name,
    amount,
    actions,
    mayHaveArrived: dispatch?.mayHaveArrived ?? false,
  };
}
