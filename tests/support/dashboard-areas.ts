import type { FullCommunity } from "./full-community.ts";

/** Every page of the dashboard that each community has. */
export const areas = [
  "",
  "/referrals",
  "/campaigns",
  "/campaigns?view=ended",
  "/campaigns/new",
  "/campaigns/new/own",
  "/rewards",
  "/rewards?view=given",
  "/rewards?view=given&status=decision",
  "/affiliates",
  "/affiliates/plans",
  "/affiliates/plans/new",
  "/payouts",
  "/ledger",
  "/ledger?kind=commission_payable&check=now",
  "/members",
  "/exports",
  "/review",
  "/settings",
  "/activity",
  "/developers",
  "/health",
];

/** Pages of single things, and sheets beside lists. */
export function sheetsOf(full: FullCommunity): string[] {
  const { runningId, endedId, draftId } = full.campaigns;
  return [
    `/referrals?open=${full.referralId}`,
    `/campaigns/${runningId}`,
    `/campaigns/${runningId}?member=${full.sharerUserId}`,
    `/campaigns/${runningId}?view=terms`,
    `/campaigns/${runningId}/edit`,
    `/campaigns/${endedId}`,
    `/campaigns/${endedId}?view=result`,
    `/campaigns/${draftId}`,
    `/rewards?view=given&open=${full.heldRedemptionId}`,
    `/affiliates/${full.affiliateId}`,
    `/affiliates/${full.affiliateId}?commission=${full.commissionId}`,
    `/affiliates/plans/${full.planId}`,
    `/payouts/${full.payoutId}`,
  ];
}
