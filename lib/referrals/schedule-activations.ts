import { minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { scheduleEach, unscheduleEach } from "../jobs/index.ts";
import type { WrittenReferral } from "./write-referrals.ts";

/** Clocks of several workers differ by less. */
const closeMs = minuteMs;

/**
 * Has people settled again at the instant at which they will be activated by having stayed. Whoever is settled just
 * before it was woken by a worker whose clock is ahead, and that timer is gone: it is set again.
 */
export async function scheduleActivations(ctx: Ctx, written: readonly WrittenReferral[]): Promise<void> {
  const { companyId } = ctx;
  const job = "settle-referral";
  const close = ctx.clock.now().getTime() + closeMs;
  const moved = written.filter(
    ({ changes, credited }) =>
      changes.some(({ before, after }) => differ(before?.activationDueAt ?? null, after.activationDueAt)) ||
      (credited?.activationDueAt && credited.activationDueAt.getTime() < close),
  );
  const timers = moved.flatMap(({ attribution: { member }, credited }) => {
    const dueAt = credited?.activationDueAt;
    return dueAt
      ? [
          {
            job,
            key: keyOf(member.id),
            dueAt,
            payload: { companyId, whopUserId: member.whopUserId },
          } as const,
        ]
      : [];
  });
  const set = new Set(timers.map(({ key }) => key));
  const done = moved
    .filter(({ changes }) => changes.some(({ before }) => before?.activationDueAt))
    .map(({ attribution }) => keyOf(attribution.member.id))
    .filter((key) => !set.has(key));
  if (timers.length + done.length === 0) return;
  await transact(ctx, async (tx) => {
    await scheduleEach(ctx, tx, timers);
    await unscheduleEach(ctx, tx, job, done);
  });
}

function keyOf(userId: string): string {
  return `activation:${userId}`;
}

function differ(a: Date | null, b: Date | null): boolean {
  return a?.getTime() !== b?.getTime();
}
