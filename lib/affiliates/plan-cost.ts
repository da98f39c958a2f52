import { shareOf } from "../core/money.ts";
import { commissionsOf } from "./commissions-of.ts";
import { type PlanVersion, type Sale, type TermsPeriod, takenBackOf } from "./sale.ts";
import { keptOf } from "./standing.ts";
import type { Terms } from "./terms.ts";

export type Hypothesis = {
  /** By member: all of their sales, as if they had been an affiliate all along. */
  sales: ReadonlyMap<string, readonly Sale[]>;
  recruiterOf: ReadonlyMap<string, string>;
  /** Sales from here on are counted; earlier ones only decide about tiers, durations and caps. */
  since: Date;
  timeZone: string;
  holdDays: number;
};

/** By currency. */
export type Costs = Map<string, { sales: number; revenueMinor: bigint; costMinor: bigint }>;

const always = new Date(0);
const planId = "supposed";

/** What some terms would have cost, in the end: what is on hold still is counted as earned. */
export function costUnder(
  terms: Terms,
  { sales, recruiterOf, since, timeZone, holdDays }: Hypothesis,
): Costs {
  const plan: PlanVersion = { planId, planName: planId, version: 1, effectiveAt: always, terms };
  const plans = new Map([[planId, [plan]]]);
  const costs: Costs = new Map();
  const sumOf = (currency: string) => {
    const known = costs.get(currency) ?? { sales: 0, revenueMinor: 0n, costMinor: 0n };
    costs.set(currency, known);
    return known;
  };
  const add = (affiliateId: string, level: 1 | 2, own: readonly Sale[]) => {
    const sellers = new Set(own.map((sale) => sale.affiliateId));
    const periods = [affiliateId, ...sellers].map((id) => [id, [periodOf(recruiterOf.get(id))]] as const);
    const known = own.map((sale) => ({ ...sale, whopAffiliateMinor: sale.whopAffiliateMinor ?? 0n }));
    const input = { affiliateId, sales: known, terms: new Map(periods), plans, holdDays, timeZone };
    for (const commission of commissionsOf(input))
      if (commission.level === level && commission.occurredAt >= since)
        sumOf(commission.currency).costMinor += keptOf(commission);
  };
  const ofRecruits = new Map<string, Sale[]>();
  for (const [memberId, own] of sales) {
    for (const sale of own) {
      if (sale.occurredAt < since) continue;
      const sum = sumOf(sale.currency);
      sum.sales += 1;
      sum.revenueMinor += revenueOf(sale);
    }
    add(memberId, 1, own);
    const recruiter = recruiterOf.get(memberId);
    if (recruiter !== undefined) ofRecruits.set(recruiter, [...(ofRecruits.get(recruiter) ?? []), ...own]);
  }
  if (terms.secondLevelBps !== undefined) for (const [recruiter, own] of ofRecruits) add(recruiter, 2, own);
  return costs;
}

function periodOf(recruitedBy: string | undefined): TermsPeriod {
  return { since: always, isActive: true, planId, recruitedBy: recruitedBy ?? null };
}

function revenueOf(sale: Sale): bigint {
  if (sale.withdrawn !== null || sale.grossMinor === 0n) return 0n;
  const base = sale.grossMinor - sale.taxMinor;
  return base - shareOf(base, takenBackOf(sale), sale.grossMinor);
}
