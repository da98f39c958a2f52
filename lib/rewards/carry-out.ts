import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say, type Told } from "../core/said.ts";
import { unschedule } from "../jobs/index.ts";
import { mayBeApplied } from "./delivery.ts";
import { setDeliveryState } from "./delivery-rows.ts";
import { endOfHold, releaseLater } from "./earn.ts";
import type { Owed } from "./owed.ts";
import { returnPayment } from "./purchase.ts";
import { recordEvent, recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, type Redemption } from "./redemption.ts";
import type { Reward } from "./reward.ts";
import { type Settlement, settlementFor } from "./settlement.ts";
import { canBeTakenBack, startTakeBack } from "./start-delivery.ts";
import { returnStock, takeStock } from "./stock.ts";
import { why } from "./why.ts";

export function settlementOf(redemption: Redemption, isEarned: boolean): Settlement {
  const { grant, takeBack, terms } = redemption;
  return settlementFor({
    status: redemption.status,
    isEarned,
    isRejected: redemption.rejectedBy !== null,
    holdsStock: redemption.holdsStock,
    canBeTakenBack: canBeTakenBack(redemption),
    onReversal: terms.onReversal,
    grant: grant && {
      state: grant.state,
      wasApplied: grant.appliedAt !== null,
      mayBeApplied: mayBeApplied(grant),
    },
    takeBack: takeBack && { state: takeBack.state, mayBeApplied: mayBeApplied(takeBack) },
    isMarkedKept: redemption.statusReason !== null,
  });
}

type Case = {
  reward: Reward;
  redemption: Redemption;
  /** What it is earned by at this moment, if anything. */
  earnedBy: Owed | undefined;
  /** Referrals that count for it now. */
  counted: number;
};

export async function carryOut(
  ctx: Ctx,
  settlement: Settlement,
  { reward, redemption, earnedBy, counted }: Case,
): Promise<void> {
  const { id, terms, takeBack } = redemption;
  switch (settlement) {
    case "nothing":
    case "wait":
    // All who earn a reward now earn it together.
    case "earn_again":
      return;
    case "cancel":
      return cancel(ctx, redemption, why("notEarned", terms, counted));
    case "revive":
      if (earnedBy) await open(ctx, reward, redemption, earnedBy);
      return;
    case "take_stock":
      if ((await takeStock(ctx, reward, 1, terms.costMinor)) > 0)
        await waitForHold(ctx, redemption.id, redemption.payableAt);
      return;
    case "take_back":
      await recordRedemptionAudit(ctx, "redemption.take_back_started", redemption, { counted });
      return startTakeBack(ctx, redemption);
    case "stop_take_back":
      if (takeBack) await setDeliveryState(ctx, takeBack.id, "reversed");
      return;
    case "mark_kept": {
      const reason = why(terms.onReversal === "keep" ? "kept" : "keptForGood", terms, counted);
      await changeRedemption(ctx, id, { statusReason: reason });
      return recordRedemptionAudit(ctx, "redemption.kept", redemption, { reason });
    }
    case "unmark_kept":
      return changeRedemption(ctx, id, { statusReason: null });
  }
}

/** Opens a redemption that had been cancelled before it reached the member, under the terms it was earned on. */
async function open(ctx: Ctx, reward: Reward, redemption: Redemption, earnedBy: Owed): Promise<void> {
  const { id, terms } = redemption;
  const { earnedAt, count, referralId } = earnedBy;
  const payableAt = endOfHold(earnedAt, terms.holdDays);
  await changeRedemption(ctx, id, {
    earnedAt,
    payableAt,
    earnedCount: count,
    referralId,
    cancelledAt: null,
    approvedAt: null,
    approvedBy: null,
    errorMessage: null,
  });
  await recordEvent(ctx, "reward_earned", redemption, { counted: count, again: true });
  if ((await takeStock(ctx, reward, 1, terms.costMinor)) > 0) await waitForHold(ctx, id, payableAt);
  else await changeRedemption(ctx, id, { status: "held", statusReason: say("reward.poolEmpty") });
}

async function waitForHold(ctx: Ctx, redemptionId: string, payableAt: Date): Promise<void> {
  await changeRedemption(ctx, redemptionId, { status: "pending", statusReason: null, holdsStock: true });
  await releaseLater(ctx, [{ id: redemptionId, payableAt }]);
}

/** Ends a redemption that has not reached the member. `by` is the person who decided it, if one did. */
export async function cancel(ctx: Ctx, redemption: Redemption, reason: Told, by?: string): Promise<void> {
  const { id, grant, holdsStock } = redemption;
  await changeRedemption(ctx, id, {
    status: "cancelled",
    statusReason: reason,
    cancelledAt: ctx.clock.now(),
    holdsStock: false,
    ...(by === undefined ? {} : { rejectedBy: by }),
  });
  if (grant) await setDeliveryState(ctx, grant.id, "reversed");
  await transact(ctx, (tx) => unschedule(ctx, tx, { job: "release-redemption", key: id }));
  if (holdsStock) await returnStock(ctx, redemption);
  await returnPayment(ctx, redemption);
  await recordEvent(ctx, "reward_cancelled", redemption, { reason });
}
