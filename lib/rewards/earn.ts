import { rewardRedemptions } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { say, storeTold } from "../core/said.ts";
import { enqueueEach, scheduleEach } from "../jobs/index.ts";
import type { Owed } from "./owed.ts";
import { recordEvents } from "./record-event.ts";
import { type Reward, termsOf } from "./reward.ts";
import { takeStock } from "./stock.ts";

/** Somebody who earns a reward, and by what; under their lock. */
export type Earner = {
  userId: string;
  owed: Owed;
  /** Which time by this subject. */
  occurrence: number;
  /** Of what a person gave. */
  given?: { by: string | null; note: string | null; campaignId: string | null };
};

export type Earned = { id: string; userId: string; subject: string; hasPlace: boolean };

/** Gives a reward to all who earn it now. When not enough of it is left, whoever earned it first has it. */
export async function earn(ctx: Ctx, reward: Reward, earners: readonly Earner[]): Promise<Earned[]> {
  if (earners.length === 0) return [];
  const now = ctx.clock.now();
  const terms = termsOf(reward);
  const inOrder = earners.toSorted(
    (a, b) => a.owed.earnedAt.getTime() - b.owed.earnedAt.getTime() || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
  const taken = await takeStock(ctx, reward, inOrder.length, reward.cost?.minor ?? null);
  const rows = inOrder.map(({ userId, owed, occurrence, given }, nth) => ({
    id: newId(now),
    userId,
    occurrence,
    rewardId: reward.id,
    side: owed.side,
    subject: owed.subject,
    referralId: owed.referralId,
    campaignId: given?.campaignId ?? reward.campaignId,
    givenBy: given?.by ?? null,
    note: given?.note ?? null,
    earnedAt: owed.earnedAt,
    payableAt: endOfHold(owed.earnedAt, reward.holdDays),
    earnedCount: owed.count,
    terms,
    status: nth < taken ? ("pending" as const) : ("held" as const),
    statusReason: nth < taken ? null : storeTold(say("reward.poolEmpty")),
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
  return rows.map(({ id, userId, subject, holdsStock }) => ({ id, userId, subject, hasPlace: holdsStock }));
}

function nameOf({ userId, owed: { side, subject } }: Earner): string {
  return `${userId} ${side} ${subject}`;
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
