import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { schedule } from "../jobs/index.ts";
import { rollUpClicks } from "../stats/index.ts";
import { afterCounting } from "./after-counting.ts";

/** Of a worker's time, counting one company's clicks may take a tenth: a link under fire has much to count. */
const pausePerCost = 9;
const lastRuns = new Map<string, { endedAt: number; costMs: number }>();
const mostRemembered = 10_000;

/** Counts what was clicked since the last time, or a little later when it was counted only just now. */
export async function handle(ctx: Ctx, { companyId }: JobPayload<"roll-up-clicks">): Promise<void> {
  const waitMs = pauseLeft(companyId);
  if (waitMs > 0) {
    const dueAt = new Date(ctx.clock.now().getTime() + waitMs);
    const timer = {
      job: "roll-up-clicks",
      key: "clicks",
      dueAt,
      keep: "earliest",
      payload: { companyId },
    } as const;
    await transact(ctx, (tx) => schedule(ctx, tx, timer));
    return;
  }
  const startedAt = performance.now();
  await transact(ctx, async (_tx, ctx) => afterCounting(ctx, await rollUpClicks(ctx)));
  const endedAt = performance.now();
  if (lastRuns.size >= mostRemembered) lastRuns.clear();
  lastRuns.set(companyId, { endedAt, costMs: endedAt - startedAt });
}

function pauseLeft(companyId: string): number {
  const last = lastRuns.get(companyId);
  return last ? last.endedAt + last.costMs * pausePerCost - performance.now() : 0;
}
