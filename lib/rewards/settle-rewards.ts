import { and, asc, eq } from "drizzle-orm";
import { rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { unschedule } from "../jobs/index.ts";
import { mayBeApplied } from "./delivery.ts";
import { setDeliveryState } from "./delivery-rows.ts";
import { type Earner, earn, endOfHold, releaseLater } from "./earn.ts";
import { countedReferralsOf } from "./earned.ts";
import { reasons } from "./reasons.ts";
import { recordEvent, recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, lockMemberRewards, type Redemption, redemptionsOf } from "./redemption.ts";
import { type Reward, rewardFromRow } from "./reward.ts";
import { type Settlement, settlementFor } from "./settlement.ts";
import { startTakeBack } from "./start-delivery.ts";
import { returnStock, takeStock } from "./stock.ts";

/**
 * Brings members' redemptions in line with the referrals that count now. Takes the members' locks; run it as
 * often as you like, for any of them together.
 */
export async function settleRewards(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await transact(ctx, async (_tx, ctx) => {
    await lockMemberRewards(ctx, userIds);
    const counts = await countedReferralsOf(ctx, userIds);
    const known = Map.groupBy(await redemptionsOf(ctx, userIds), keyOf);
    // Rewards in the order of their ids, so that two settlements never wait for each other in a circle.
    for (const reward of await milestones(ctx)) {
      const earners: Earner[] = [];
      for (const userId of new Set(userIds)) {
        const counted = counts.get(userId) ?? [];
        const latest = known.get(keyOf({ userId, rewardId: reward.id }))?.at(-1) ?? null;
        const isFirst = latest === null;
        const isAnew = isFirst || (await settle(ctx, reward, latest, counted)) === "earn_again";
        if (!isAnew || !reward.isActive || counted.length < reward.threshold) continue;
        earners.push({ userId, counted, occurrence: isFirst ? 1 : latest.occurrence + 1 });
      }
      await earn(ctx, reward, earners);
    }
  });
}

function keyOf({ userId, rewardId }: { userId: string; rewardId: string }): string {
  return `${userId} ${rewardId}`;
}

async function milestones(ctx: Ctx): Promise<Reward[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewards)
      .where(
        and(
          eq(rewards.companyId, ctx.companyId),
          eq(rewards.side, "referrer"),
          eq(rewards.trigger, "milestone"),
        ),
      )
      .orderBy(asc(rewards.id)),
  );
  return rows.map(rewardFromRow);
}

async function settle(
  ctx: Ctx,
  reward: Reward,
  redemption: Redemption,
  counted: Date[],
): Promise<Settlement> {
  const { threshold } = redemption.terms;
  const { grant, takeBack } = redemption;
  const settlement = settlementFor({
    status: redemption.status,
    isEarned: counted.length >= threshold,
    isRejected: redemption.rejectedBy !== null,
    holdsStock: redemption.holdsStock,
    isCode: grant?.proof?.kind === "promo_code",
    onReversal: redemption.terms.onReversal,
    grant: grant && {
      state: grant.state,
      wasApplied: grant.appliedAt !== null,
      mayBeApplied: mayBeApplied(grant),
    },
    takeBack: takeBack && { state: takeBack.state, mayBeApplied: mayBeApplied(takeBack) },
    isMarkedKept: redemption.statusReason !== null,
  });
  await carryOut(ctx, settlement, { reward, redemption, counted });
  return settlement;
}

type Case = { reward: Reward; redemption: Redemption; counted: Date[] };

async function carryOut(
  ctx: Ctx,
  settlement: Settlement,
  { reward, redemption, counted }: Case,
): Promise<void> {
  const { id, terms, takeBack } = redemption;
  switch (settlement) {
    case "nothing":
    case "wait":
    // All who earn a reward now earn it together.
    case "earn_again":
      return;
    case "cancel":
      return cancel(ctx, redemption, reasons.notEarned(counted.length, terms.threshold));
    case "revive":
      return await open(ctx, reward, redemption, counted);
    case "take_stock":
      if ((await takeStock(ctx, reward, 1)) > 0) await waitForHold(ctx, redemption.id, redemption.payableAt);
      return;
    case "take_back":
      await startTakeBack(ctx, redemption);
      return recordRedemptionAudit(ctx, "redemption.take_back_started", redemption, {
        counted: counted.length,
      });
    case "stop_take_back":
      if (takeBack) await setDeliveryState(ctx, takeBack.id, "reversed");
      return;
    case "mark_kept": {
      const say = terms.onReversal === "keep" ? reasons.kept : reasons.keptForGood;
      const reason = say(counted.length, terms.threshold);
      await changeRedemption(ctx, id, { statusReason: reason });
      return recordRedemptionAudit(ctx, "redemption.kept", redemption, { reason });
    }
    case "unmark_kept":
      return changeRedemption(ctx, id, { statusReason: null });
  }
}

/** Opens a redemption that had been cancelled before it reached the member, under the terms it was earned on. */
async function open(ctx: Ctx, reward: Reward, redemption: Redemption, counted: Date[]): Promise<void> {
  const { id, terms } = redemption;
  const earnedAt = counted[terms.threshold - 1];
  if (!earnedAt) throw new Error("a reward is earned by its last referral");
  const payableAt = endOfHold(earnedAt, terms.holdDays);
  await changeRedemption(ctx, id, {
    earnedAt,
    payableAt,
    earnedCount: counted.length,
    cancelledAt: null,
    approvedAt: null,
    approvedBy: null,
    errorMessage: null,
  });
  await recordEvent(ctx, "reward_earned", redemption, { counted: counted.length, again: true });
  if ((await takeStock(ctx, reward, 1)) > 0) await waitForHold(ctx, id, payableAt);
  else await changeRedemption(ctx, id, { status: "held", statusReason: reasons.poolEmpty });
}

async function waitForHold(ctx: Ctx, redemptionId: string, payableAt: Date): Promise<void> {
  await changeRedemption(ctx, redemptionId, { status: "pending", statusReason: null, holdsStock: true });
  await releaseLater(ctx, [{ id: redemptionId, payableAt }]);
}

/** Ends a redemption that has not reached the member. `by` is the person who decided it, if one did. */
export async function cancel(ctx: Ctx, redemption: Redemption, reason: string, by?: string): Promise<void> {
  const { id, grant, holdsStock, rewardId } = redemption;
  await changeRedemption(ctx, id, {
    status: "cancelled",
    statusReason: reason,
    cancelledAt: ctx.clock.now(),
    holdsStock: false,
    ...(by === undefined ? {} : { rejectedBy: by }),
  });
  if (grant) await setDeliveryState(ctx, grant.id, "reversed");
  await transact(ctx, (tx) => unschedule(ctx, tx, { job: "release-redemption", key: id }));
  if (holdsStock) await returnStock(ctx, rewardId);
  await recordEvent(ctx, "reward_cancelled", redemption, { reason });
}
