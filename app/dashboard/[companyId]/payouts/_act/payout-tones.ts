import type { Tone } from "#app/_ui/notice/notice.tsx";
import type { PayoutItemStatus, PayoutStatus } from "#db/enums.ts";

export const payoutTones: Record<PayoutStatus, Tone> = {
  draft: "neutral",
  approved: "accent",
  processing: "accent",
  paid: "success",
  partly: "warning",
  failed: "danger",
  cancelled: "neutral",
};

export const itemTones: Record<PayoutItemStatus, Tone> = {
  included: "accent",
  excluded: "neutral",
  carried: "neutral",
  queued: "accent",
  calling: "accent",
  unknown: "warning",
  paid: "success",
  failed: "danger",
  held: "warning",
};
