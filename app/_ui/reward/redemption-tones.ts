import type { RedemptionStatus } from "#db/enums.ts";
import type { Tone } from "../notice/notice.tsx";

export const redemptionTones: Record<RedemptionStatus, Tone> = {
  pending: "neutral",
  approved: "accent",
  granted: "success",
  claimed: "success",
  failed: "danger",
  expired: "neutral",
  cancelled: "neutral",
  held: "warning",
};
