import { awardPlaces } from "../badges/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue, type JobPayload } from "../jobs/index.ts";
import { planNextDay, recountRecentDays, updateViralMetrics } from "../stats/index.ts";
import { afterCounting } from "./after-counting.ts";
import type { JobRun } from "./index.ts";
import { planTelling } from "./tell-team.ts";

/** After midnight (UTC) every cohort is a day older; what was written late is counted, too. Then waits for the next. */
export async function handle(ctx: Ctx, _payload: JobPayload<"daily-metrics">, run: JobRun): Promise<void> {
  await transact(ctx, async (_tx, ctx) => afterCounting(ctx, await recountRecentDays(ctx)));
  await awardPlaces(ctx);
  await updateViralMetrics(ctx, { onDay: (done, total) => run.progress(done, total) });
  // Everybody has been a member for one day more, and holds of what their referrals became have ended.
  await transact(ctx, (tx) => enqueue(ctx, tx, "refresh-trust", { companyId: ctx.companyId }));
  await planNextDay(ctx);
  await planTelling(ctx);
}
