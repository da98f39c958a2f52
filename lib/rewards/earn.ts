import { rewardRedemptions } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { enqueueEach, scheduleEach } from "../jobs/index.ts";
import { reasons } from "./reasons.ts";
import { recordEvents } from "./record-event.ts";
import { type Reward, termsOf } from "./reward.ts";
import { takeStock } from "./stock.ts";

/** Somebody who earns a reward, with the instants of their referrals that count; under their lock. */
export type Earner = { userId: string; counted: readonly Date[]; occurrence: number };

/** Gives a reward to all who earn it now. When not enough of it is left, whoever earned it first has it. */
export async function earn(ctx: Ctx, reward: Reward, earners: readonly Earner[]): Promise<void> {
  if (earners.length === 0) return;
  const now = ctx.clock.now();
  const terms = termsOf(reward);
  const earned = earners
    .map(({ userId, counted, occurrence }) => {
      const earnedAt = counted[reward.threshold - 1];
      if (!earnedAt) throw new Error("a reward is earned by its last referral");
      const payableAt = endOfHold(earnedAt, reward.holdDays);
      return { id: newId(now), userId, occurrence, earnedAt, payableAt, earnedCount: counted.length };
    })
    .toSorted((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime() || (a.userId < b.userId ? -1 : 1));
  const taken = await takeStock(ctx, reward, earned.length);
  const rows = earned.map((one, nth) => ({
    ...one,
    rewardId: reward.id,
    terms,
    status: nth < taken ? ("pending" as const) : ("held" as const),
    statusReason: nth < taken ? null : reasons.poolEmpty,
    holdsStock: nth < taken,
    createdAt: now,
    updatedAt: now,
  }));
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, rewardRedemptions, rows));
  await recordEvents(
    ctx,
    "reward_earned",
    rows.map((redemption) => ({ redemption, details: { counted: redemption.earnedCount } })),
  );
  await releaseLater(ctx, rows.slice(0, taken));
}

/** They have their place in the stock; the rest is a matter of time. */
export async function releaseLater(
  ctx: Ctx,
  redemptions: readonly { id: string; payableAt: Date }[],
): Promise<void> {
  const now = ctx.clock.now();
  const payload = (id: string) => ({ companyId: ctx.companyId, redemptionId: id });
  const waiting = redemptions.filter(({ payableAt }) => payableAt > now);
  const due = redemptions.filter(({ payableAt }) => payableAt <= now);
  await transact(ctx, async (tx) => {
    const job = "release-redemption" as const;
    const timers = waiting.map(({ id, payableAt }) => ({
      job,
      key: id,
      dueAt: payableAt,
      payload: payload(id),
    }));
    await scheduleEach(ctx, tx, timers);
    await enqueueEach(
      ctx,
      tx,
      job,
      due.map(({ id }) => payload(id)),
    );
  });
}

export function endOfHold(earnedAt: Date, holdDays: number): Date {
  return new Date(earnedAt.getTime() + holdDays * dayMs);
}
