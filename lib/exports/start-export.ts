import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { exportRuns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue, schedule } from "../jobs/index.ts";
import { exportKinds, openTable } from "./kinds.ts";
import { type ExportRun, runFromRow } from "./run.ts";

export const StartExportInput = z.strictObject({
  kind: z.enum(exportKinds),
  filter: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: "As the list of this kind takes it" }),
});
export type StartExportInput = z.input<typeof StartExportInput>;

const keptMs = 7 * dayMs;
/** So many of a community are made at once. */
const mostAtOnce = 5;

/**
 * Has a table made that is too long to wait for. One that is being made already, of the same rows, is that one.
 * @throws AppError rate_limited while many are being made
 */
export async function startExport(ctx: Ctx, input: StartExportInput): Promise<ExportRun> {
  requireOwner(ctx);
  const { userId: requestedBy } = requireMember(ctx);
  const { kind, ...given } = parseInput(StartExportInput, input);
  const { filter, open } = openTable(kind, given.filter);
  const { rows = null } = await open(ctx);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    // Two who press at once make one.
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('referly.exports'), hashtext(${companyId}))`);
    const running = await tx
      .select()
      .from(exportRuns)
      .where(and(eq(exportRuns.companyId, companyId), eq(exportRuns.status, "running")))
      .orderBy(desc(exportRuns.id));
    const same = running.find((row) => row.kind === kind && isSame(row.filter, filter));
    if (same) return runFromRow(same);
    if (running.length >= mostAtOnce) {
      throw new AppError("rate_limited", say("export.most", { count: mostAtOnce }), {
        retryAfterSeconds: 10,
      });
    }
    const now = ctx.clock.now();
    const row: typeof exportRuns.$inferSelect = {
      companyId,
      id: newId(now),
      kind,
      filter: JSON.parse(JSON.stringify(filter)),
      status: "running",
      requestedBy,
      doneRows: 0,
      totalRows: rows,
      attempt: 0,
      error: null,
      createdAt: now,
      finishedAt: null,
      expiresAt: new Date(now.getTime() + keptMs),
      updatedAt: now,
    };
    await tx.insert(exportRuns).values(row);
    await enqueue(ctx, tx, "make-export", { companyId, exportId: row.id });
    await schedule(ctx, tx, {
      job: "remove-exports",
      key: row.id,
      dueAt: row.expiresAt,
      payload: { companyId },
    });
    await recordAudit(ctx, {
      action: "export.started",
      subjectType: "export",
      subjectId: row.id,
      details: { kind },
    });
    return runFromRow(row);
  });
}

/** The same filters, in whatever order they are named. */
function isSame(a: unknown, b: object): boolean {
  const sorted = (filter: unknown) =>
    JSON.stringify(Object.entries(Object(filter)).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return sorted(a) === sorted(JSON.parse(JSON.stringify(b)));
}
