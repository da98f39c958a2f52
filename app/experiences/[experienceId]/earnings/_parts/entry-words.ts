import type { Translator } from "#app/_ui/i18n/translator.ts";
import type { Entry } from "#lib/ledger/index.ts";
import type { EntrySource } from "#lib/payouts/index.ts";
import type { BalanceKind } from "../../_affiliate/balance-kinds.ts";

/** What an entry of a balance means for the member. */
export function entryWords(
  { source, amount, rule }: Pick<Entry, "source" | "amount" | "rule">,
  of: EntrySource | undefined,
  kind: BalanceKind,
  t: Translator,
): string {
  const isIn = amount > 0n;
  const number = of?.kind === "payout" ? of.number : rule;
  switch (kind) {
    case "payout_in_transit":
    case "payout_paid":
      return t(`earnings.entry.${kind}.${isIn ? "in" : "out"}`, { number });
    case "commission_payable":
      if (source.type === "payout_item")
        return t(isIn ? "earnings.entry.payout.back" : "earnings.entry.payout.taken", { number });
      return t(`earnings.entry.commission_payable.${isIn ? "in" : "out"}`);
    default:
      return t(`earnings.entry.${kind}.${isIn ? "in" : "out"}`);
  }
}
