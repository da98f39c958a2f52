import { and, eq } from "drizzle-orm";
import { exportParts } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { GetExportInput } from "./list-exports.ts";
import { getRun } from "./run.ts";

/** A finished export, to be downloaded. @throws AppError not_found, also when its days are over; conflict before it is ready */
export async function openExport(ctx: Ctx, input: GetExportInput): Promise<CsvFile> {
  requireOwner(ctx);
  const { id } = parseInput(GetExportInput, input);
  const { kind, status, doneRows, createdAt, expiresAt } = await getRun(ctx, id);
  if (expiresAt <= ctx.clock.now()) throw notFound("export");
  if (status !== "done") throw new AppError("conflict", say("export.notReady"));
  return {
    fileName: `${kind}-${createdAt.toISOString().slice(0, 10)}.csv`,
    rows: doneRows,
    lines: partsOf(ctx, id),
  };
}

/** One part after another, each in a short transaction of its own: a slow download holds no connection. */
async function* partsOf(ctx: Ctx, exportId: string): AsyncGenerator<string> {
  for (let part = 0; ; part += 1) {
    const [found] = await transact(ctx, (tx) =>
      tx
        .select({ body: exportParts.body })
        .from(exportParts)
        .where(
          and(
            eq(exportParts.companyId, ctx.companyId),
            eq(exportParts.exportId, exportId),
            eq(exportParts.part, part),
          ),
        ),
    );
    if (!found) return;
    yield found.body;
  }
}
