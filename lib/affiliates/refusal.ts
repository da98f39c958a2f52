import type { Candidate, CommissionInput } from "./commission.ts";
import { inForce, type TermsPeriod } from "./sale.ts";
import type { Refusal } from "./workings.ts";

/** Why a sale earns nothing, whatever its amount; null when it earns. */
export function refusalOf(candidate: Candidate, { terms, affiliateId }: CommissionInput): Refusal | null {
  const { sale, period, plan } = candidate;
  if (period === null) return "before_terms";
  if (!period.isActive) return "suspended_at_signup";
  const isActive = (id: string) => isActiveAt(terms.get(id) ?? [], sale.occurredAt);
  if (!isActive(sale.affiliateId) || !isActive(affiliateId)) return "suspended_at_sale";
  if (isOver(candidate)) return "duration_over";
  const { whopAffiliate } = plan.terms;
  if (whopAffiliate === "refuse" && (sale.whopAffiliateMinor ?? 0n) > 0n) return "whop_affiliate_paid";
  return null;
}

function isActiveAt(periods: readonly TermsPeriod[], at: Date): boolean {
  return inForce(periods, at, ({ since }) => since)?.isActive === true;
}

function isOver({ plan, sale, firstPaidAt, isFirst }: Candidate): boolean {
  const { duration } = plan.terms;
  switch (duration.kind) {
    case "lifetime":
      return false;
    case "first_payment":
      return !isFirst;
    case "months":
      return sale.occurredAt >= monthsAfter(firstPaidAt, duration.months);
  }
}

/** The same day of a later month, or its last day where there is no such day; in UTC, which knows no summer time. */
export function monthsAfter(at: Date, months: number): Date {
  const moved = new Date(at);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return moved;
}
