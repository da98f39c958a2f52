import { shareOf } from "../core/money.ts";
import type { Sale } from "./sale.ts";
import type { TierReach } from "./terms.ts";

/** What of an affiliate's sales is confirmed at an instant: the hold is over, and they were not taken back by then. */
export type Progress = { reaches(from: TierReach): boolean };

type Standing = { counts: boolean; netMinor: bigint };
const nothing: Standing = { counts: false, netMinor: 0n };

/**
 * Follows an affiliate's sales through time. Ask it for instants in their order; what happens at the very instant
 * asked about is not in the answer, so that a tier begins with the next sale.
 */
export function followProgress(sales: readonly Sale[], holdMs: number): (at: Date) => Progress {
  const changes = sales
    .flatMap((sale) => momentsOf(sale, holdMs).map((at) => ({ at, sale })))
    .sort((a, b) => a.at - b.at);
  const standings = new Map<Sale, Standing>();
  const confirmedSales = new Map<string, number>();
  const revenue = new Map<string, bigint>();
  let next = 0;

  const apply = (sale: Sale, at: number) => {
    const before = standings.get(sale) ?? nothing;
    const after = standingAt(sale, at, holdMs);
    standings.set(sale, after);
    const { referralId, currency } = sale;
    const sales = (confirmedSales.get(referralId) ?? 0) + Number(after.counts) - Number(before.counts);
    if (sales > 0) confirmedSales.set(referralId, sales);
    else confirmedSales.delete(referralId);
    revenue.set(currency, (revenue.get(currency) ?? 0n) + after.netMinor - before.netMinor);
  };

  return (asked) => {
    for (let change = changes[next]; change && change.at < asked.getTime(); change = changes[++next])
      apply(change.sale, change.at);
    return {
      reaches: (from) =>
        "referrals" in from
          ? confirmedSales.size >= from.referrals
          : (revenue.get(from.currency) ?? 0n) >= from.netMinor,
    };
  };
}

/** The instants at which a sale's standing may change. */
function momentsOf(sale: Sale, holdMs: number): number[] {
  if (sale.withdrawn !== null || sale.problem !== null) return [];
  const ends = sale.doubted.flatMap(({ from, until }) => (until ? [from, until] : [from]));
  const moments = [...sale.takenBack.map(({ at }) => at), ...ends].map((at) => at.getTime());
  return [sale.occurredAt.getTime() + holdMs, ...moments];
}

function standingAt(sale: Sale, at: number, holdMs: number): Standing {
  const isHeld = at < sale.occurredAt.getTime() + holdMs;
  const isDoubted = sale.doubted.some(
    ({ from, until }) => from.getTime() <= at && (until === null || at < until.getTime()),
  );
  if (isHeld || isDoubted) return nothing;
  const back = sale.takenBack.reduce((sum, step) => (step.at.getTime() <= at ? sum + step.minor : sum), 0n);
  if (back >= sale.grossMinor) return nothing;
  const base = sale.grossMinor - sale.taxMinor;
  return { counts: true, netMinor: base - shareOf(base, back, sale.grossMinor) };
}
