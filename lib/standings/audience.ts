import type { CampaignTerms } from "../campaigns/index.ts";
import type { Scorer } from "./scoring.ts";

type Audience = CampaignTerms["audience"];

/** What about a member keeps a campaign from being for them. */
export const outsides = ["age", "role", "product", "commission_plan", "referrals"] as const;
export type Outside = (typeof outsides)[number];

/** Whether a campaign was for a member at an instant. */
export function isInAudience(audience: Audience, scorer: Scorer, startDate: Date, at: Date): boolean {
  return whyOutside(audience, scorer, startDate, at) === null;
}

/** Null where the campaign was for the member at that instant. */
export function whyOutside(audience: Audience, scorer: Scorer, startDate: Date, at: Date): Outside | null {
  if (!isOfAge(audience, scorer.joinedAt, startDate)) return "age";
  if (!hasRole(audience.roles, scorer, at)) return "role";
  if (!hasProduct(audience.productIds, scorer, at)) return "product";
  if (!isOnPlan(audience.commissionPlanIds, scorer, at)) return "commission_plan";
  return hasReferrals(audience, scorer, startDate) ? null : "referrals";
}

function isOfAge(
  { members, joinedAfter, joinedBefore }: Audience,
  joinedAt: Date | null,
  startDate: Date,
): boolean {
  // Of whom nobody knows when they joined, it was before anybody kept a record.
  const joined = joinedAt ?? new Date(0);
  if (members === "new" && joined < startDate) return false;
  if (members === "existing" && joined >= startDate) return false;
  if (joinedAfter !== null && joined < new Date(joinedAfter)) return false;
  return joinedBefore === null || joined < new Date(joinedBefore);
}

function hasRole(roles: Audience["roles"], scorer: Scorer, at: Date): boolean {
  if (roles.length === 0) return true;
  const isAffiliate = affiliationAt(scorer, at)?.isActive === true;
  return roles.some((role) => {
    if (role === "team") return scorer.isTeam;
    return role === "affiliate" ? isAffiliate : !scorer.isTeam && !isAffiliate;
  });
}

function hasProduct(productIds: readonly string[], { products }: Scorer, at: Date): boolean {
  if (productIds.length === 0) return true;
  return products.some(
    ({ productId, from, until }) =>
      productIds.includes(productId) && from <= at && (until === null || at < until),
  );
}

function isOnPlan(planIds: readonly string[], scorer: Scorer, at: Date): boolean {
  if (planIds.length === 0) return true;
  const affiliation = affiliationAt(scorer, at);
  return affiliation?.isActive === true && planIds.includes(affiliation.planId);
}

function affiliationAt({ affiliation }: Scorer, at: Date) {
  return affiliation.findLast(({ since }) => since <= at);
}

function hasReferrals(
  { minReferrals, maxReferrals }: Audience,
  { convertedAt }: Scorer,
  startDate: Date,
): boolean {
  if (minReferrals === null && maxReferrals === null) return true;
  const earlier = convertedAt.filter((at) => at < startDate).length;
  return earlier >= (minReferrals ?? 0) && earlier <= (maxReferrals ?? Number.POSITIVE_INFINITY);
}
