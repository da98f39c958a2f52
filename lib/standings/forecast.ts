import { type CampaignTerms, minorOf } from "../campaigns/index.ts";
import { toDecimal } from "../core/money.ts";
import { type Said, say } from "../core/said.ts";
import type { History } from "./history.ts";
import { type PrizePrice, worstCase } from "./liability.ts";
import { type Plan, type Rehearsal, rehearse, rehearseOnAll } from "./rehearsal.ts";

/** An average of the rehearsals, and the most in one of them. */
export type Expected = { average: number; most: number };

export type Forecast = {
  since: Date;
  /** Stretches of the past it was played on. */
  rehearsals: number;
  /** It lasts longer than what is known: the numbers are of 90 days, times how much longer it lasts. */
  isExtrapolated: boolean;
  members: Expected;
  referrals: Expected;
  points: Expected;
  /** Winners of each prize, in their order. */
  prizes: Expected[];
  /** By currency, never added; amounts as decimals. `worst` is null where nothing bounds it. */
  costs: {
    currency: string;
    points: string;
    prizes: string;
    expected: string;
    most: string;
    worst: string | null;
  }[];
  warnings: Said[];
};

export type ForecastInput = Omit<Plan, "terms"> & {
  terms: CampaignTerms;
  /** What one of each prize costs. */
  prices: readonly PrizePrice[];
};

/** What terms would have brought, and cost, on the last 90 days; and the most they can ever cost. */
export function forecastOf({ terms, prices, ...when }: ForecastInput, history: History): Forecast {
  const inBudget = (price: PrizePrice) =>
    price && price.currency === terms.budget?.currency ? String(price.minor) : null;
  const plan: Plan = { ...when, terms: { ...terms, isPaused: false, prizeCosts: prices.map(inBudget) } };
  const played = rehearse(plan, history);
  const isExtrapolated = played.length === 0;
  const lasts =
    (when.endDate.getTime() - when.startDate.getTime()) / (history.until.getTime() - history.since.getTime());
  const rehearsals = isExtrapolated ? [rehearseOnAll(plan, history)] : played;
  const factor = isExtrapolated ? Math.max(1, lasts) : 1;
  const of = (value: (rehearsal: Rehearsal) => number): Expected => {
    const values = rehearsals.map(value);
    const sum = values.reduce((all, one) => all + one, 0);
    return {
      average: Math.round((10 * factor * sum) / values.length) / 10,
      most: Math.round(factor * Math.max(...values)),
    };
  };
  const prizes = terms.prizes.map((_, index) => of(({ winners }) => winners[index] ?? 0));
  return {
    since: history.since,
    rehearsals: rehearsals.length,
    isExtrapolated,
    members: of(({ standing }) => standing.length),
    referrals: of(({ referrals }) => referrals),
    points: of(({ points }) => points),
    prizes,
    costs: costsOf(terms, prices, rehearsals, factor),
    warnings: warningsOf(terms, rehearsals),
  };
}

function costsOf(
  terms: CampaignTerms,
  prices: readonly PrizePrice[],
  rehearsals: readonly Rehearsal[],
  factor: number,
): Forecast["costs"] {
  const { pointsCost } = terms.rules;
  const named = [terms.budget?.currency, pointsCost?.currency, ...prices.map((price) => price?.currency)];
  const currencies = new Set(named.filter((currency) => currency !== undefined));
  // A factor of whole thousandths, so that amounts stay whole numbers.
  const scale = BigInt(Math.round(factor * 1_000));
  return [...currencies].toSorted().map((currency) => {
    const per1000 = pointsCost?.currency === currency ? minorOf(pointsCost) : 0n;
    const each = rehearsals.map(({ points, winners }) => ({
      points: ((2n * BigInt(points) * per1000 + 1000n) / 2000n) * scale,
      prizes:
        winners.reduce(
          (sum, number, index) =>
            prices[index]?.currency === currency ? sum + BigInt(number) * (prices[index]?.minor ?? 0n) : sum,
          0n,
        ) * scale,
    }));
    const number = BigInt(each.length) * 1_000n;
    const average = (sum: bigint) => (2n * sum + number) / (2n * number);
    const points = average(each.reduce((sum, one) => sum + one.points, 0n));
    const prizes = average(each.reduce((sum, one) => sum + one.prizes, 0n));
    const most =
      each.reduce((high, one) => (one.points + one.prizes > high ? one.points + one.prizes : high), 0n) /
      1_000n;
    const worst = worstCase(terms, prices, currency);
    const shown = (minor: bigint) => toDecimal(minor, currency);
    return {
      currency,
      points: shown(points),
      prizes: shown(prizes),
      expected: shown(points + prizes),
      most: shown(most),
      worst: worst === null ? null : shown(worst),
    };
  });
}

function warningsOf({ rules, budget, limits }: CampaignTerms, rehearsals: readonly Rehearsal[]): Said[] {
  const warnings: Said[] = [];
  const ended = rehearsals.find(({ exhausted }) => exhausted !== null);
  if (ended?.exhausted) {
    const at = new Date(ended.exhausted.at.getTime() - ended.shiftMs);
    warnings.push(
      ended.exhausted.by === "budget" ? say("campaign.lowBudget", { at }) : say("campaign.lowTotal", { at }),
    );
  }
  if (rehearsals.every(({ standing }) => standing.length === 0)) warnings.push(say("campaign.nobody"));
  if (rules.pointsCost !== null && budget === null && limits.total === null)
    warnings.push(say("campaign.uncappedPoints"));
  if (rules.counts.includes("joined")) warnings.push(say("campaign.unverifiedJoins"));
  return warnings;
}
