import { standOf } from "#app/_ui/commission/commission-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import type { ListedCommission } from "#lib/affiliates/index.ts";

type Words = Pick<Speech, "t" | "format">;

/** Why a commission stands where it does, in a sentence or two; nothing where its state says it all. */
export function commissionWhy(
  commission: ListedCommission,
  { t, format }: Pick<Speech, "t" | "format">,
): string {
  const { currency, reversed, sale, owed } = commission;
  const money = (amount: string) => format.amount(amount, currency);
  const stand = standOf(commission);
  const isPartlyRefunded = /[1-9]/.test(reversed) && /[1-9]/.test(sale.refunded) && stand !== "refused";
  if (stand === "carried") {
    const amount = money(owed.slice(1));
    return isPartlyRefunded
      ? t("earnings.why.carriedRefund", { amount, refunded: money(sale.refunded), gross: money(sale.gross) })
      : t("earnings.why.carried", { amount });
  }
  const refund = isPartlyRefunded
    ? t("earnings.why.partly", {
        amount: money(reversed),
        refunded: money(sale.refunded),
        gross: money(sale.gross),
      })
    : null;
  return [refund, standWords(commission, refund !== null, { t, format })]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

function standWords(
  { status, heldBy, holdUntil }: ListedCommission,
  isExplained: boolean,
  { t, format }: Words,
): string | null {
  switch (status) {
    case "paid":
      return null;
    case "reversed":
      return isExplained ? null : t("earnings.why.reversed");
    case "held":
      return t(`commission.held.${heldBy ?? "case"}`);
    default:
      return t(`earnings.why.${status}`, { at: format.day(holdUntil) });
  }
}
