import type { DeliveryState, RedemptionStatus, ReversalPolicy } from "#db/enums.ts";

/** All that matters for what has to happen to a member's redemption now. */
export type Situation = {
  status: RedemptionStatus;
  /** What it was earned by counts at this moment. */
  isEarned: boolean;
  /** Somebody of the team decided against it. */
  isRejected: boolean;
  holdsStock: boolean;
  /** What the member has is something that can be taken back at all. */
  canBeTakenBack: boolean;
  onReversal: ReversalPolicy;
  /** The delivery to the member, once there is one. */
  grant: { state: DeliveryState; wasApplied: boolean; mayBeApplied: boolean } | null;
  /** The delivery that takes it back, once there is one. */
  takeBack: { state: DeliveryState; mayBeApplied: boolean } | null;
  /** It is said that the reward was kept although it is no longer earned. */
  isMarkedKept: boolean;
};

export type Settlement =
  | "nothing"
  /** Whop may or may not have done it; whoever finds out settles again. */
  | "wait"
  | "cancel"
  /** Earned again, and it had never reached the member. */
  | "revive"
  /** Earned again after it was taken back: a new redemption. */
  | "earn_again"
  | "take_stock"
  | "take_back"
  | "stop_take_back"
  | "mark_kept"
  | "unmark_kept";

/** A function of the situation alone, so that settling twice, or late, ends where settling once does. */
export function settlementFor(now: Situation): Settlement {
  switch (now.status) {
    case "expired":
      return "nothing";
    case "cancelled":
      return settlementOfCancelled(now);
    case "granted":
    case "claimed":
      return now.isEarned ? settlementOfEarnedAndDelivered(now) : settlementOfUnearnedAndDelivered(now);
    default:
      if (now.isEarned) return now.holdsStock ? "nothing" : "take_stock";
      return now.grant?.mayBeApplied ? "wait" : "cancel";
  }
}

function settlementOfCancelled({ isRejected, isEarned, grant }: Situation): Settlement {
  if (isRejected || !isEarned) return "nothing";
  return grant?.wasApplied ? "earn_again" : "revive";
}

function settlementOfEarnedAndDelivered({ takeBack, isMarkedKept }: Situation): Settlement {
  const isWaiting = takeBack?.state === "queued" || takeBack?.state === "held";
  if (takeBack && isWaiting && !takeBack.mayBeApplied) return "stop_take_back";
  return isMarkedKept ? "unmark_kept" : "nothing";
}

function settlementOfUnearnedAndDelivered(now: Situation): Settlement {
  const { takeBack, isMarkedKept } = now;
  if (canTakeBack(now) && (takeBack === null || takeBack.state === "reversed")) return "take_back";
  // Applied, and yet the member has it: the code had been used.
  const isKept = takeBack === null || takeBack.state === "applied" || takeBack.state === "reversed";
  return isKept && !isMarkedKept ? "mark_kept" : "nothing";
}

function canTakeBack({ onReversal, canBeTakenBack }: Situation): boolean {
  return onReversal === "reverse" && canBeTakenBack;
}
