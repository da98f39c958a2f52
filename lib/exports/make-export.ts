import { and, eq, sql } from "drizzle-orm";
import { exportParts, exportRuns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { countRows, newRowCount } from "../core/row-count.ts";
import { say, storeTold } from "../core/said.ts";
import { openTable } from "./kinds.ts";
import { dropParts, getRun, runFromRow } from "./run.ts";

/** A part is full with so many bytes: what is held in memory, and written at once. */
const partBytes = 1_000_000;

type Progress = (done: number, total: number | null) => Promise<void>;

/**
 * Makes a table, part after part. One that was interrupted is begun anew, so that it is of one reading; whoever was
 * still at it writes no further part. Nor does who finds it cancelled.
 */
export async function makeExport(
  ctx: Ctx,
  { exportId }: { exportId: string },
  progress: Progress = async () => {},
): Promise<void> {
  const attempt = await begin(ctx, exportId);
  if (attempt === null) return;
  const { kind, filter } = runFromRow(await getRun(ctx, exportId));
  const { lines, rows: total = null } = await openTable(kind, filter).open(ctx);
  const encoder = new TextEncoder();
  const count = newRowCount();
  let part = 0;
  let bytes = 0;
  let body = "";
  const write = async (status: "running" | "done") => {
    const text = body;
    body = "";
    bytes = 0;
    const isMine = await writePart(ctx, { exportId, attempt, part, text, rows: count.rows, status });
    part += 1;
    if (isMine) await progress(count.rows, total);
    return isMine;
  };
  for await (const chunk of lines) {
    const encoded = encoder.encode(chunk);
    countRows(count, encoded);
    bytes += encoded.length;
    body += chunk;
    if (bytes >= partBytes && !(await write("running"))) return;
  }
  await write("done");
}

/** Which attempt this is; null when there is nothing to make any more: it has ended, or was cancelled, or is gone. */
async function begin(ctx: Ctx, exportId: string): Promise<number | null> {
  return transact(ctx, async (tx, ctx) => {
    const [begun] = await tx
      .update(exportRuns)
      .set({ attempt: sql`${exportRuns.attempt} + 1`, doneRows: 0, updatedAt: ctx.clock.now() })
      .where(running(ctx, exportId))
      .returning({ attempt: exportRuns.attempt });
    if (begun === undefined) return null;
    await dropParts(ctx, exportId);
    return begun.attempt;
  });
}

type Part = {
  exportId: string;
  attempt: number;
  part: number;
  text: string;
  /** With this part. */
  rows: number;
  status: "running" | "done";
};

/** False when it is somebody else's by now, or nobody's. */
async function writePart(ctx: Ctx, { exportId, attempt, part, text, rows, status }: Part): Promise<boolean> {
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const mine = await tx
      .update(exportRuns)
      .set({
        doneRows: rows,
        status,
        updatedAt: now,
        // How many there are is known when all have been read.
        ...(status === "done" ? { finishedAt: now, totalRows: rows } : {}),
      })
      .where(and(running(ctx, exportId), eq(exportRuns.attempt, attempt)))
      .returning({ id: exportRuns.id });
    if (mine.length === 0) return false;
    await tx.insert(exportParts).values({ companyId: ctx.companyId, exportId, part, body: text });
    return true;
  });
}

function running(ctx: Ctx, exportId: string) {
  return and(
    eq(exportRuns.companyId, ctx.companyId),
    eq(exportRuns.id, exportId),
    eq(exportRuns.status, "running"),
  );
}

/** It cannot be made: its filters are not known any more, or the books do not let themselves be read. */
export async function failExport(ctx: Ctx, exportId: string, error: unknown): Promise<void> {
  const why = error instanceof AppError ? error.told : say("export.failed");
  await transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    await tx
      .update(exportRuns)
      .set({ status: "failed", error: storeTold(why), finishedAt: now, updatedAt: now })
      .where(running(ctx, exportId));
    await dropParts(ctx, exportId);
  });
}
