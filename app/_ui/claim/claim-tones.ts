import type { ClaimStanding } from "#lib/claims/index.ts";
import type { Tone } from "../notice/notice.tsx";

export const claimTones: Record<ClaimStanding, Tone> = {
  open: "warning",
  waiting: "neutral",
  approved: "success",
  rejected: "danger",
  withdrawn: "neutral",
};
