import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { planNextDay, recountRecentDays, updateViralMetrics } from "../stats/index.ts";
import type { JobRun } from "./index.ts";

/** After midnight (UTC) every cohort is a day older; what was written late is counted, too. Then waits for the next. */
export async function handle(ctx: Ctx, _payload: JobPayload<"daily-metrics">, run: JobRun): Promise<void> {
  await recountRecentDays(ctx);
  await updateViralMetrics(ctx, { onDay: (done, total) => run.progress(done, total) });
  await planNextDay(ctx);
}
