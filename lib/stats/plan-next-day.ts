import { dayMs, hourMs, minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule } from "../jobs/index.ts";

/** Not at midnight itself: the last clicks of the day are still on their way to disk. */
const afterMidnightMs = 10 * minuteMs;
/** When the daily numbers are made and there is little else to do. */
const comparedMs = 3 * hourMs;

/** Has the daily numbers made soon after the coming midnight (UTC), and all numbers compared with the rows later on. */
export async function planNextDay(ctx: Ctx): Promise<void> {
  const midnight = Math.floor(ctx.clock.now().getTime() / dayMs) * dayMs + dayMs;
  const nightly = { keep: "earliest", payload: { companyId: ctx.companyId } } as const;
  await transact(ctx, async (tx) => {
    const daily = new Date(midnight + afterMidnightMs);
    await schedule(ctx, tx, { ...nightly, job: "daily-metrics", key: "daily", dueAt: daily });
    const compared = new Date(midnight + comparedMs);
    await schedule(ctx, tx, { ...nightly, job: "compare-stats", key: "nightly", dueAt: compared });
  });
}
