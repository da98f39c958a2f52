import { and, eq } from "drizzle-orm";
import type { ExportState } from "#db/enums.ts";
import { exportParts, exportRuns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { type ExportKind, exportKinds } from "./kinds.ts";

/** A long table that the worker makes, or has made. */
export type ExportRun = {
  id: string;
  kind: ExportKind;
  /** As its list takes it. */
  filter: Record<string, unknown>;
  status: ExportState;
  doneRows: number;
  totalRows: number | null;
  /** Until it is ready, going on as it went so far; null while that is a guess, and when it has ended. */
  secondsLeft: number | null;
  createdAt: Date;
  finishedAt: Date | null;
  expiresAt: Date;
};

type Row = typeof exportRuns.$inferSelect;

/** @throws AppError not_found */
export async function getRun(ctx: Ctx, id: string): Promise<Row> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(exportRuns)
      .where(and(eq(exportRuns.companyId, ctx.companyId), eq(exportRuns.id, id))),
  );
  if (!row) throw notFound("export");
  return row;
}

/** Its text goes; that there was one stays until its date. */
export async function dropParts(ctx: Ctx, exportId: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .delete(exportParts)
      .where(and(eq(exportParts.companyId, ctx.companyId), eq(exportParts.exportId, exportId))),
  );
}

export function runFromRow(row: Row): ExportRun {
  const { id, status, doneRows, totalRows, createdAt, finishedAt, expiresAt } = row;
  const kind = exportKinds.find((one) => one === row.kind);
  if (kind === undefined) throw new Error(`An export of an unknown kind: ${row.kind}`);
  return {
    id,
    kind,
    filter: { ...Object(row.filter) },
    status,
    doneRows,
    totalRows,
    secondsLeft: secondsLeft(row),
    createdAt,
    finishedAt,
    expiresAt,
  };
}

function secondsLeft({ status, doneRows, totalRows, createdAt, updatedAt }: Row): number | null {
  if (status !== "running" || doneRows === 0 || totalRows === null) return null;
  const tookMs = updatedAt.getTime() - createdAt.getTime();
  return tookMs <= 0 ? null : Math.ceil(((tookMs / doneRows) * Math.max(0, totalRows - doneRows)) / 1_000);
}
