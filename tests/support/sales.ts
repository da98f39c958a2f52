import type { Commission, CommissionInput } from "#lib/affiliates/commission.ts";
import { commissionsOf } from "#lib/affiliates/commissions-of.ts";
import type { PlanVersion, Sale, TermsPeriod } from "#lib/affiliates/sale.ts";
import { keptOf } from "#lib/affiliates/standing.ts";
import { PlanTerms, termsOf } from "#lib/affiliates/terms.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Terms } from "./affiliate-stage.ts";

/** Sales and terms as plain values, for tests of what they come to. */
export const dayOne = new Date("2026-01-01T00:00:00.000Z");
export const day = (number: number) => new Date(dayOne.getTime() + number * dayMs);

/** Of the affiliate "ana", on a day, by somebody of their own unless a referral is named. */
export function sale(on: number, given: Partial<Sale> = {}): Sale {
  const name = String(on).padStart(6, "0");
  return {
    conversionId: `conversion ${name}`,
    referralId: `referral ${name}`,
    paymentId: `pay_${name}`,
    productId: "prod_main",
    affiliateId: "ana",
    currency: "USD",
    grossMinor: 10_000n,
    taxMinor: 0n,
    whopAffiliateMinor: 0n,
    takenBack: [],
    doubted: [],
    isDisputed: false,
    isDisputeLost: false,
    problem: null,
    isInReview: false,
    withdrawn: null,
    occurredAt: day(on),
    signedUpAt: day(on),
    ...given,
  };
}

export function version(terms: Terms, given: Partial<PlanVersion> = {}): PlanVersion {
  return {
    planId: "plan",
    planName: "Partners",
    version: 1,
    effectiveAt: dayOne,
    ...given,
    terms: termsOf(PlanTerms.parse(terms)),
  };
}

export function period(since: number, given: Partial<TermsPeriod> = {}): TermsPeriod {
  return { since: day(since), isActive: true, planId: "plan", recruitedBy: null, ...given };
}

/** The commissions of "ana" on one plan, from the first day on. */
export function under(
  terms: Terms,
  sales: readonly Sale[],
  given: Partial<CommissionInput> = {},
): Commission[] {
  return commissionsOf({
    affiliateId: "ana",
    sales,
    terms: new Map([["ana", [period(0)]]]),
    plans: new Map([["plan", [version(terms)]]]),
    holdDays: 14,
    timeZone: "UTC",
    ...given,
  });
}

export const earnedIn = (commissions: readonly Commission[]) =>
  commissions.map(({ earnedMinor }) => Number(earnedMinor));
export const keptIn = (commissions: readonly Commission[]) => commissions.map((one) => Number(keptOf(one)));
export const refusalsIn = (commissions: readonly Commission[]) => commissions.map(({ refusal }) => refusal);
