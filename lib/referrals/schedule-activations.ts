import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { scheduleEach, unscheduleEach } from "../jobs/index.ts";
import type { WrittenReferral } from "./write-referrals.ts";

/** Has people settled again at the instant at which they will be activated by having stayed. */
export async function scheduleActivations(ctx: Ctx, written: readonly WrittenReferral[]): Promise<void> {
  const { companyId } = ctx;
  const job = "settle-referral";
  const moved = written.filter(({ changes }) =>
    changes.some(({ before, after }) => differ(before?.activationDueAt ?? null, after.activationDueAt)),
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
