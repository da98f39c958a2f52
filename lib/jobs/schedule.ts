import { and, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { TenantTx } from "#db/client.ts";
import { inTexts } from "#db/in-ids.ts";
import { timers } from "#db/schema/index.ts";
import { given, writeRows } from "#db/write-rows.ts";
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
  const { keep, ...one } = timer;
  await scheduleEach(ctx, tx, [one], keep);
}

/** As schedule, for any number of different timers, with one statement. */
export async function scheduleEach<N extends JobName>(
  ctx: Ctx,
  tx: TenantTx,
  wanted: readonly Omit<Timer<N>, "keep">[],
  keep: Timer<N>["keep"] = "new",
): Promise<void> {
  const due = {
    new: given(timers.dueAt),
    earliest: sql`least(${timers.dueAt}, ${given(timers.dueAt)})`,
    latest: sql`greatest(${timers.dueAt}, ${given(timers.dueAt)})`,
  }[keep];
  const rows = wanted.map(({ job, key, dueAt, payload }) => ({
    job,
    key,
    dueAt,
    payload: checkedPayload(ctx, job, payload),
  }));
  const onConflict = {
    target: [timers.companyId, timers.job, timers.key],
    set: new Map<AnyPgColumn, SQL>([
      [timers.dueAt, due],
      [timers.payload, given(timers.payload)],
    ]),
  };
  await writeRows(tx, ctx.companyId, timers, rows, { onConflict });
}

/** Takes a timer back; one that was never set or has already run is no error. */
export async function unschedule(
  ctx: Ctx,
  tx: TenantTx,
  { job, key }: { job: JobName; key: string },
): Promise<void> {
  await unscheduleEach(ctx, tx, job, [key]);
}

/** As unschedule, for any number of one job's timers, with one statement. */
export async function unscheduleEach(
  ctx: Ctx,
  tx: TenantTx,
  job: JobName,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .delete(timers)
    .where(and(eq(timers.companyId, ctx.companyId), eq(timers.job, job), inTexts(timers.key, keys)));
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
    for (const [job, same] of Map.groupBy(due, (timer) => timer.job)) {
      const payloads = same.flatMap(({ companyId, payload }) =>
        isObject(payload) ? [{ ...payload, companyId }] : [],
      );
      if (isJobName(job)) await services.jobs.send(tx, job, payloads);
      else services.log.error({ job }, "A timer names a job that this version does not know");
    }
    return due.length;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
