import { and, desc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { exportRuns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { exportKinds } from "./kinds.ts";
import { type ExportRun, getRun, runFromRow } from "./run.ts";

export const ListExportsInput = z.strictObject({ kind: z.enum(exportKinds).optional() });
export type ListExportsInput = z.infer<typeof ListExportsInput>;

const most = 50;

/** The long exports of the last days, newest first. */
export async function listExports(ctx: Ctx, input: ListExportsInput = {}): Promise<ExportRun[]> {
  requireOwner(ctx);
  const { kind } = parseInput(ListExportsInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(exportRuns)
      .where(
        and(
          eq(exportRuns.companyId, ctx.companyId),
          gt(exportRuns.expiresAt, ctx.clock.now()),
          kind === undefined ? undefined : eq(exportRuns.kind, kind),
        ),
      )
      .orderBy(desc(exportRuns.createdAt), desc(exportRuns.id))
      .limit(most),
  );
  return rows.map(runFromRow);
}

export const GetExportInput = z.strictObject({ id: z.uuid() });
export type GetExportInput = z.infer<typeof GetExportInput>;

/** @throws AppError not_found */
export async function getExport(ctx: Ctx, input: GetExportInput): Promise<ExportRun> {
  requireOwner(ctx);
  return runFromRow(await getRun(ctx, parseInput(GetExportInput, input).id));
}
