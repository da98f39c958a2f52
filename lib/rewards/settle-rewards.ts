import { and, asc, eq } from "drizzle-orm";
import { rewardRedemptions, rewards } from "#db/schema/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { enqueue, schedule, unschedule } from "../jobs/index.ts";
import { mayBeApplied } from "./delivery.ts";
import { setDeliveryState } from "./delivery-rows.ts";
import { countedReferrals } from "./earned.ts";
import { reasons } from "./reasons.ts";
import { recordEvent, recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, lockMemberRewards, type Redemption, redemptionsOf } from "./redemption.ts";
import { type Reward, rewardFromRow, termsOf } from "./reward.ts";
import { type Settlement, settlementFor } from "./settlement.ts";
import { startTakeBack } from "./start-delivery.ts";
import { returnStock, takeStock } from "./stock.ts";

/**
 * Brings a member's redemptions in line with the referrals that count now. Takes the member's lock; run it
 * as often as you like.
 */
export async function settleRewards(ctx: Ctx, userId: string): Promise<void> {
  await transact(ctx, async (_tx, ctx) => {
    await lockMemberRewards(ctx, userId);
    const counted = await countedReferrals(ctx, userId);
    const byReward = Map.groupBy(await redemptionsOf(ctx, userId), ({ rewardId }) => rewardId);
    for (const reward of await milestones(ctx)) {
      const latest = byReward.get(reward.id)?.at(-1) ?? null;
      if (latest) await settle(ctx, reward, latest, counted);
      else if (reward.isActive && counted.length >= reward.threshold)
        await earn(ctx, reward, userId, counted, 1);
    }
  });
}

/** In the order of their ids, so that two members' settlements never wait for each other in a circle. */
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

async function settle(ctx: Ctx, reward: Reward, redemption: Redemption, counted: Date[]): Promise<void> {
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
      return;
    case "cancel":
      return cancel(ctx, redemption, reasons.notEarned(counted.length, terms.threshold));
    case "revive":
      return await open(ctx, redemption, counted);
    case "earn_again":
      if (!reward.isActive || counted.length < reward.threshold) return;
      return earn(ctx, reward, redemption.userId, counted, redemption.occurrence + 1);
    case "take_stock":
      if (await takeStock(ctx, reward.id)) await waitForHold(ctx, redemption.id, redemption.payableAt);
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

async function earn(
  ctx: Ctx,
  reward: Reward,
  userId: string,
  counted: Date[],
  occurrence: number,
): Promise<void> {
  const terms = termsOf(reward);
  const earnedAt = counted[reward.threshold - 1];
  if (!earnedAt) throw new Error("a reward is earned by its last referral");
  const now = ctx.clock.now();
  const [row] = await transact(ctx, (tx) =>
    tx
      .insert(rewardRedemptions)
      .values({
        companyId: ctx.companyId,
        id: newId(now),
        userId,
        rewardId: reward.id,
        occurrence,
        terms,
        earnedCount: counted.length,
        earnedAt,
        payableAt: endOfHold(earnedAt, reward.holdDays),
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning(),
  );
  if (!row) return;
  const redemption = { id: row.id, userId, rewardId: reward.id, terms: { ...terms, data: reward.data } };
  await recordEvent(ctx, "reward_earned", redemption, { counted: counted.length });
  if (await takeStock(ctx, reward.id)) await waitForHold(ctx, row.id, row.payableAt);
  else await changeRedemption(ctx, row.id, { status: "held", statusReason: reasons.poolEmpty });
}

/** Opens a redemption that had been cancelled before it reached the member, under the terms it was earned on. */
async function open(ctx: Ctx, redemption: Redemption, counted: Date[]): Promise<void> {
  const { id, terms, rewardId } = redemption;
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
  if (await takeStock(ctx, rewardId)) await waitForHold(ctx, id, payableAt);
  else await changeRedemption(ctx, id, { status: "held", statusReason: reasons.poolEmpty });
}

/** It has its place in the stock; the rest is a matter of time. */
async function waitForHold(ctx: Ctx, redemptionId: string, payableAt: Date): Promise<void> {
  await changeRedemption(ctx, redemptionId, { status: "pending", statusReason: null, holdsStock: true });
  await transact(ctx, async (tx) => {
    const payload = { companyId: ctx.companyId, redemptionId };
    if (payableAt <= ctx.clock.now()) await enqueue(ctx, tx, "release-redemption", payload);
    else await schedule(ctx, tx, { job: "release-redemption", key: redemptionId, dueAt: payableAt, payload });
  });
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

function endOfHold(earnedAt: Date, holdDays: number): Date {
  return new Date(earnedAt.getTime() + holdDays * dayMs);
}
