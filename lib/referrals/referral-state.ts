import { and, eq, inArray, isNull } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import { sentenceFor } from "../attribution/index.ts";
import type { ReferralRow } from "./referral-row.ts";

/** How far a referral has come, in the words that pages and counters use. */
export const referralStates = ["pending", "provisional", "confirmed", "cancelled", "rejected"] as const;
export type ReferralState = (typeof referralStates)[number];

type StateColumns = Pick<ReferralRow, "status" | "review" | "holdReason" | "isVerified">;

/** Confirmed: paid, no dispute open, and found clear or released. Provisional: paid, but something of that is open. */
export function stateOfReferral({ status, review, holdReason, isVerified }: StateColumns): ReferralState {
  if (status === "cancelled") return "cancelled";
  if (review === "rejected") return "rejected";
  if (status === "pending") return "pending";
  return isVerified && review !== "held" && holdReason === null ? "confirmed" : "provisional";
}

/** The same as a condition on rows. */
export const isConfirmed = and(
  inArray(referrals.status, ["converted", "activated"]),
  inArray(referrals.review, ["clear", "released"]),
  eq(referrals.isVerified, true),
  isNull(referrals.holdReason),
);

type SentenceColumns = StateColumns & Pick<ReferralRow, "cancelReason">;

/** Where a referral stands, in one sentence for whoever reads it. */
export function sentenceOfReferral(
  referral: SentenceColumns,
  memberName: string,
  audience: "owner" | "member",
): string {
  const because = (reason: string) => sentenceFor(reason, { member: memberName }, audience);
  switch (stateOfReferral(referral)) {
    case "cancelled":
      return because(referral.cancelReason ?? "no_longer_credited");
    case "rejected":
      return audience === "owner"
        ? "The team looked at this referral and rejected it, so it does not count."
        : "The community's team looked at this referral and decided that it does not count.";
    case "pending":
      return because("waiting_for_payment");
    case "confirmed":
      return because("converted");
    case "provisional":
      if (referral.holdReason !== null) return because(referral.holdReason);
      return audience === "owner"
        ? `${memberName} paid. The referral waits for your decision in Review.`
        : `${memberName} paid. The community's team is checking the referral; it counts when they are done.`;
  }
}
