import { dayMs, minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule } from "../jobs/index.ts";

/** Not at midnight itself: the last clicks of the day are still on their way to disk. */
const afterMidnightMs = 10 * minuteMs;

/** Has the daily numbers made soon after the coming midnight (UTC). */
export async function planNextDay(ctx: Ctx): Promise<void> {
  const midnight = Math.floor(ctx.clock.now().getTime() / dayMs) * dayMs + dayMs;
  await transact(ctx, (tx) =>
    schedule(ctx, tx, {
      job: "daily-metrics",
      key: "daily",
      dueAt: new Date(midnight + afterMidnightMs),
      keep: "earliest",
      payload: { companyId: ctx.companyId },
    }),
  );
}
