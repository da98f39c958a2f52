import { and, eq, inArray, isNull } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import { sayReason } from "../attribution/index.ts";
import { type Said, say, type Told } from "../core/said.ts";
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

type SentenceColumns = StateColumns & Pick<ReferralRow, "cancelReason" | "activationDueAt">;

/** Where a referral stands, in one sentence for whoever reads it. */
export function sentenceOfReferral(
  referral: SentenceColumns,
  memberName: Told,
  audience: "owner" | "member",
): Said {
  const because = (reason: string) => sayReason(reason, { member: memberName }, audience);
  switch (stateOfReferral(referral)) {
    case "cancelled":
      return because(referral.cancelReason ?? "no_longer_credited");
    case "rejected":
      return audience === "owner" ? say("referral.rejectedByTeam") : say("referral.rejected");
    case "pending":
      return because("waiting_for_payment");
    case "confirmed":
      if (referral.status === "activated") return say("referral.activated", { member: memberName });
      return referral.activationDueAt === null
        ? because("converted")
        : say("referral.countsOn", { member: memberName, at: referral.activationDueAt });
    case "provisional":
      if (referral.holdReason !== null) return because(referral.holdReason);
      return say(audience === "owner" ? "referral.waitsForYou" : "referral.waitsForTeam", {
        member: memberName,
      });
  }
}
