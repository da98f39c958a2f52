import { and, eq } from "drizzle-orm";
import { exportRuns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { GetExportInput } from "./list-exports.ts";
import { dropParts, type ExportRun, getRun, runFromRow } from "./run.ts";

/** Stops making an export; nothing of it is kept. @throws AppError not_found, conflict when it has ended */
export async function cancelExport(ctx: Ctx, input: GetExportInput): Promise<ExportRun> {
  requireOwner(ctx);
  const { id } = parseInput(GetExportInput, input);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const [row] = await tx
      .update(exportRuns)
      .set({ status: "cancelled", finishedAt: now, updatedAt: now })
      .where(
        and(eq(exportRuns.companyId, ctx.companyId), eq(exportRuns.id, id), eq(exportRuns.status, "running")),
      )
      .returning();
    if (!row) {
      await getRun(ctx, id);
      throw new AppError("conflict", say("export.ended"));
    }
    await dropParts(ctx, id);
    await recordAudit(ctx, { action: "export.cancelled", subjectType: "export", subjectId: id });
    return runFromRow(row);
  });
}
