import type { ReferralState } from "#lib/referrals/index.ts";
import type { Tone } from "../notice/notice.tsx";

export const referralTones: Record<ReferralState, Tone> = {
  pending: "neutral",
  provisional: "warning",
  confirmed: "success",
  cancelled: "neutral",
  rejected: "danger",
};
