import { dayMs, hourMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { schedule } from "../jobs/index.ts";
import { recountRecentDays, updateViralMetrics } from "../stats/index.ts";
import type { JobRun } from "./index.ts";

/** After midnight (UTC) every cohort is a day older; what was written late is counted, too. Then waits for the next. */
export async function handle(ctx: Ctx, { companyId }: JobPayload<"daily-metrics">, run: JobRun): Promise<void> {
  await recountRecentDays(ctx);
  await updateViralMetrics(ctx, { onDay: (done, total) => run.progress(done, total) });
  const midnight = Math.floor(ctx.clock.now().getTime() / dayMs) * dayMs;
  const dueAt = new Date(midnight + dayMs + hourMs / 6);
  const timer = { job: "daily-metrics", key: "daily", dueAt, keep: "earliest", payload: { companyId } } as const;
  await transact(ctx, (tx) => schedule(ctx, tx, timer));
}
