import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { TenantTx } from "#db/client.ts";
import { timers } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import type { Services } from "../core/services.ts";
import { isJobName, type JobName, type JobPayload } from "./catalog.ts";
import { checkedPayload } from "./enqueue.ts";

export type Timer<N extends JobName> = {
  job: N;
  /** One timer per company, job and key. */
  key: string;
  dueAt: Date;
  payload: JobPayload<N>;
  /** What a timer that is set already does: moves to the new instant, or to the earlier or later of both. */
  keep?: "new" | "earliest" | "latest";
};

/** Has a job run at an instant of the app's clock, set in the transaction of the change that calls for it. */
export async function schedule<N extends JobName>(ctx: Ctx, tx: TenantTx, timer: Timer<N>): Promise<void> {
  const { job, key, dueAt, keep = "new" } = timer;
  const payload = checkedPayload(ctx, job, timer.payload);
  const due = {
    new: sql`excluded.due_at`,
    earliest: sql`least(${timers.dueAt}, excluded.due_at)`,
    latest: sql`greatest(${timers.dueAt}, excluded.due_at)`,
  }[keep];
  await tx
    .insert(timers)
    .values({ companyId: ctx.companyId, job, key, dueAt, payload })
    .onConflictDoUpdate({
      target: [timers.companyId, timers.job, timers.key],
      set: { dueAt: due, payload: sql`excluded.payload` },
    });
}

/** Takes a timer back; one that was never set or has already run is no error. */
export async function unschedule(
  ctx: Ctx,
  tx: TenantTx,
  timer: { job: JobName; key: string },
): Promise<void> {
  await tx
    .delete(timers)
    .where(and(eq(timers.companyId, ctx.companyId), eq(timers.job, timer.job), eq(timers.key, timer.key)));
}

/**
 * Turns timers that are due into jobs, timer and job in one transaction. Several workers may do it at once.
 * Returns how many there were.
 */
export async function sweepTimers(services: Services, limit = 500): Promise<number> {
  return services.db.withMachinery(async (tx) => {
    const due = await tx
      .select()
      .from(timers)
      .where(lte(timers.dueAt, services.clock.now()))
      .orderBy(timers.dueAt)
      .limit(limit)
      .for("update", { skipLocked: true });
    if (due.length === 0) return 0;
    await tx.delete(timers).where(
      inArray(
        sql`(${timers.companyId}, ${timers.job}, ${timers.key})`,
        due.map((timer) => sql`(${timer.companyId}, ${timer.job}, ${timer.key})`),
      ),
    );
    await Promise.all(
      due.map(async ({ job, payload }) => {
        if (isJobName(job) && typeof payload === "object" && payload !== null)
          await services.jobs.send(tx, job, payload);
        else services.log.error({ job }, "A timer names a job that this version does not know");
      }),
    );
    return due.length;
  });
}
