import { type CampaignTerms, minorOf, winnersOf } from "../campaigns/index.ts";
import { countedEvent } from "./allot.ts";

/** What prizes cost by currency: one of each, in the order of the prizes; null where nobody knows. */
export type PrizePrice = { minor: bigint; currency: string } | null;

/**
 * The most that points and prizes can cost, whatever happens, in a currency; null where nothing bounds it. A budget
 * does; so does a limit for everybody, as long as only referrals that it counts give points.
 */
export function worstCase(
  terms: CampaignTerms,
  prices: readonly PrizePrice[],
  currency: string,
): bigint | null {
  const { budget, rules, prizes, limits } = terms;
  if (budget?.currency === currency) return minorOf(budget);
  const per1000 = rules.pointsCost?.currency === currency ? minorOf(rules.pointsCost) : 0n;
  const priceOf = (index: number) =>
    prices[index]?.currency === currency ? (prices[index]?.minor ?? 0n) : 0n;
  const sure = prizes.reduce(
    (sum, prize, index) =>
      prize.kind === "threshold" ? sum : sum + priceOf(index) * BigInt(winnersOf(prize)),
    0n,
  );
  const open = prizes.flatMap((prize, index) =>
    prize.kind === "threshold" && priceOf(index) > 0n
      ? [{ points: prize.points, minor: priceOf(index) }]
      : [],
  );
  if (per1000 === 0n && open.length === 0) return sure;
  const most = mostPoints(rules, limits.total);
  if (most === null) return null;
  const reached = open.reduce((sum, { points, minor }) => sum + (most / BigInt(points)) * minor, 0n);
  return sure + reached + (2n * most * per1000 + 1000n) / 2000n;
}

/** What joins before it pays is not limited by how many may pay. */
function mostPoints(rules: CampaignTerms["rules"], total: number | null): bigint | null {
  if (total === null || (rules.counts.includes("joined") && countedEvent(rules) !== "joined")) return null;
  const each = rules.counts.reduce((sum, event) => sum + atMost(rules, rules.points[event]), 0n);
  const steps = rules.bonuses.reduce(
    (sum, { at, points }) => sum + BigInt(Math.floor(total / at)) * BigInt(points),
    0n,
  );
  return BigInt(total) * each + steps;
}

function atMost({ multipliers }: CampaignTerms["rules"], points: number): bigint {
  let value = BigInt(points);
  let divisor = 1n;
  for (const { factorBps } of multipliers) {
    if (factorBps <= 10_000) continue;
    value *= BigInt(factorBps);
    divisor *= 10_000n;
  }
  return (2n * value + divisor) / (2n * divisor);
}
