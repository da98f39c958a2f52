import { and, eq, lt } from "drizzle-orm";
import type { FactType, ReconciliationCause, ReconciliationState } from "#db/enums.ts";
import { reconciliationCursors, reconciliationRuns } from "#db/schema/index.ts";
import { minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { say, storeTold, type Told } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";

/** A run that has shown no sign of life for so long will not go on. */
const lostAfterMs = 30 * minuteMs;

/** Begins a run, with the job that does it; null while another one is under way. */
export async function beginRun(ctx: Ctx, cause: ReconciliationCause): Promise<string | null> {
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    await tx
      .update(reconciliationRuns)
      .set({
        state: "failed",
        message: storeTold(say("setting.interrupted")),
        finishedAt: now,
        updatedAt: now,
      })
      .where(
        and(ofCompany(companyId), lt(reconciliationRuns.updatedAt, new Date(now.getTime() - lostAfterMs))),
      );
    const id = newId(now);
    const begun = await tx
      .insert(reconciliationRuns)
      .values({ companyId, id, cause, state: "running", startedAt: now, createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .returning({ id: reconciliationRuns.id });
    if (begun.length === 0) return null;
    await enqueue(ctx, tx, "reconcile", { companyId, cause, runId: id });
    return id;
  });
}

/** The run under way, to go on with; null when it has ended or was cancelled. */
export async function findRunning(ctx: Ctx, runId: string) {
  return transact(ctx, async (tx) => {
    const [run] = await tx
      .select()
      .from(reconciliationRuns)
      .where(and(ofCompany(ctx.companyId), eq(reconciliationRuns.id, runId)));
    return run ?? null;
  });
}

/** Shows how far it has come; false when it is not to go on. */
export async function showProgress(
  ctx: Ctx,
  runId: string,
  counts: { checked: number; repaired: number },
): Promise<boolean> {
  return set(ctx, runId, counts);
}

export async function endRun(
  ctx: Ctx,
  runId: string,
  state: Exclude<ReconciliationState, "running">,
  message: Told | null,
): Promise<boolean> {
  return set(ctx, runId, { state, message: message && storeTold(message), finishedAt: ctx.clock.now() });
}

async function set(
  ctx: Ctx,
  runId: string,
  values: Partial<typeof reconciliationRuns.$inferInsert>,
): Promise<boolean> {
  const rows = await transact(ctx, (tx) =>
    tx
      .update(reconciliationRuns)
      .set({ ...values, updatedAt: ctx.clock.now() })
      .where(and(ofCompany(ctx.companyId), eq(reconciliationRuns.id, runId)))
      .returning({ id: reconciliationRuns.id }),
  );
  return rows.length > 0;
}

/** Cancels whatever runs; it stops after the objects it is at. */
export async function cancelRunning(ctx: Ctx): Promise<string | null> {
  const now = ctx.clock.now();
  const [run] = await transact(ctx, (tx) =>
    tx
      .update(reconciliationRuns)
      .set({ state: "cancelled", finishedAt: now, updatedAt: now })
      .where(ofCompany(ctx.companyId))
      .returning({ id: reconciliationRuns.id }),
  );
  return run?.id ?? null;
}

function ofCompany(companyId: string) {
  return and(eq(reconciliationRuns.companyId, companyId), eq(reconciliationRuns.state, "running"));
}

export type Cursor = { factType: FactType; comparedUntil: Date; checked: number };

export async function readCursors(ctx: Ctx): Promise<Cursor[]> {
  return transact(ctx, (tx) =>
    tx
      .select({
        factType: reconciliationCursors.factType,
        comparedUntil: reconciliationCursors.comparedUntil,
        checked: reconciliationCursors.checked,
      })
      .from(reconciliationCursors)
      .where(eq(reconciliationCursors.companyId, ctx.companyId)),
  );
}

export async function writeCursor(ctx: Ctx, cursor: Cursor): Promise<void> {
  const { comparedUntil, checked } = cursor;
  const values = { comparedUntil, checked, updatedAt: ctx.clock.now() };
  await transact(ctx, (tx) =>
    tx
      .insert(reconciliationCursors)
      .values({ companyId: ctx.companyId, factType: cursor.factType, ...values })
      .onConflictDoUpdate({
        target: [reconciliationCursors.companyId, reconciliationCursors.factType],
        set: values,
      }),
  );
}
