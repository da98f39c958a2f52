import { and, eq, sql } from "drizzle-orm";
import { jobLog } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

export type Run = {
  /** The queue's id of the job: all attempts are one run. */
  id: string;
  name: string;
  /** What it is about, e.g. a delivery's id. */
  subject: string | null;
  attempt: number;
};

type Outcome =
  | { state: "running" }
  | { state: "completed" }
  | { state: "failed"; message: string }
  | { state: "dead"; message: string; payload: object };

/** Writes how a run stands; later attempts write over the row of the earlier ones. */
export async function logRun(ctx: Ctx, run: Run, outcome: Outcome): Promise<void> {
  const now = ctx.clock.now();
  const row = {
    ...run,
    companyId: ctx.companyId,
    state: outcome.state,
    message: "message" in outcome ? outcome.message : null,
    payload: "payload" in outcome ? outcome.payload : null,
    startedAt: now,
    finishedAt: outcome.state === "running" ? null : now,
  };
  await transact(ctx, (tx) =>
    tx
      .insert(jobLog)
      .values(row)
      .onConflictDoUpdate({
        target: [jobLog.companyId, jobLog.id],
        set: {
          state: row.state,
          attempt: row.attempt,
          message: row.message,
          payload: row.payload,
          finishedAt: row.finishedAt,
          updatedAt: now,
        },
        // What died was written off; a late word of an attempt that lost its claim does not revive it.
        setWhere: sql`${jobLog.state} NOT IN ('dead', 'replayed')`,
      }),
  );
}

/** Closes the row of a run that had failed before; one that never did has no row and gets none. */
export async function logRecovery(ctx: Ctx, run: Run): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx
      .update(jobLog)
      .set({ state: "completed", attempt: run.attempt, message: null, finishedAt: now, updatedAt: now })
      .where(and(eq(jobLog.companyId, ctx.companyId), eq(jobLog.id, run.id))),
  );
}

/** How far a long run has come, for the person who waits for it. */
export async function logProgress(ctx: Ctx, id: string, done: number, total: number | null): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(jobLog)
      .set({ done, total, updatedAt: ctx.clock.now() })
      .where(and(eq(jobLog.companyId, ctx.companyId), eq(jobLog.id, id))),
  );
}
