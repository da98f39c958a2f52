import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { AffiliateStatus } from "#db/enums.ts";

export const affiliateTones: Record<AffiliateStatus, Tone> = {
  applied: "warning",
  active: "success",
  suspended: "danger",
  declined: "neutral",
};
