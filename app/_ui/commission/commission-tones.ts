import type { CommissionStatus } from "#db/enums.ts";
import type { Tone } from "../notice/notice.tsx";

/** Where a commission stands; `carried` is one of which something was taken back after it was paid. */
export type CommissionStand = CommissionStatus | "carried";

export const commissionTones: Record<CommissionStand, Tone> = {
  pending: "warning",
  held: "warning",
  approved: "accent",
  paid: "success",
  reversed: "neutral",
  refused: "neutral",
  carried: "danger",
};

/** `owed` is a decimal, negative after a reversal of what was paid. */
export function standOf({ status, owed }: { status: CommissionStatus; owed: string }): CommissionStand {
  return owed.startsWith("-") ? "carried" : status;
}
