import type { ReactNode } from "react";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { CurrencyEarnings } from "#lib/payouts/index.ts";
import type { BalanceKind } from "../../_affiliate/balance-kinds.ts";

const shownDates = 3;

/** What a balance waits for: until when, why, or what has to be reached first. */
export function balanceDetails(
  kind: BalanceKind,
  of: CurrencyEarnings,
  nextPayoutAt: Date | null,
  speech: Speech,
): ReactNode {
  const lines = wordsOf(kind, of, nextPayoutAt, speech);
  return lines.length === 0 ? undefined : lines.map((line) => <span key={line}>{line}</span>);
}

function wordsOf(
  kind: BalanceKind,
  of: CurrencyEarnings,
  nextPayoutAt: Date | null,
  { t, format }: Speech,
): string[] {
  const money = (minor: bigint) => format.amount(toDecimal(minor, of.currency), of.currency);
  switch (kind) {
    case "commission_payable":
      return owedWords(of, nextPayoutAt, money, { t, format });
    case "commission_pending": {
      const days = byDay(of.waiting, format);
      const shown = days
        .slice(0, shownDates)
        .map(({ at, minor }) => t("earnings.detail.until", { amount: money(minor), at }));
      const more = days.length - shown.length;
      return more > 0 ? [...shown, t("earnings.detail.moreDates", { count: more })] : shown;
    }
    case "commission_held":
      return of.held.map(({ by, amountMinor }) =>
        t(`earnings.detail.heldBy.${by}`, { amount: money(amountMinor) }),
      );
    default:
      return [];
  }
}

function owedWords(
  { owedMinor, minimumMinor }: CurrencyEarnings,
  nextPayoutAt: Date | null,
  money: (minor: bigint) => string,
  { t, format }: Pick<Speech, "t" | "format">,
): string[] {
  if (owedMinor < 0n) return [t("earnings.detail.carried")];
  if (owedMinor === 0n) return [];
  if (minimumMinor !== null && owedMinor < minimumMinor)
    return [t("earnings.detail.belowMinimum", { amount: money(minimumMinor) })];
  return nextPayoutAt === null ? [] : [t("earnings.detail.nextPayout", { at: format.day(nextPayoutAt) })];
}

/** Holds end at instants; people think in days. */
function byDay(
  waiting: CurrencyEarnings["waiting"],
  format: Pick<Speech["format"], "day">,
): { at: string; minor: bigint }[] {
  const days = new Map<string, bigint>();
  for (const { until, amountMinor } of waiting) {
    const at = format.day(until);
    days.set(at, (days.get(at) ?? 0n) + amountMinor);
  }
  return [...days].map(([at, minor]) => ({ at, minor }));
}
