import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { compareStats, planNextDay, rebuildStats } from "../stats/index.ts";
import type { JobRun } from "./index.ts";

/** Every night: are the kept numbers those that the rows give? If any is not, all are made anew. Then waits for the next. */
export async function handle(ctx: Ctx, _payload: JobPayload<"compare-stats">, run: JobRun): Promise<void> {
  const { members, differences } = await compareStats(ctx, { onPage: (done) => run.progress(done) });
  if (differences > 0) {
    ctx.log.error(
      { companyId: ctx.companyId, members, differences },
      "Kept numbers were not what the rows give",
    );
    await rebuildStats(ctx);
  }
  await planNextDay(ctx);
}
