import { and, eq, or, type SQL } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { campaignPoints } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import { canonical } from "../core/canonical.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Candidate, PointLine } from "./scoring.ts";
import { type LineReason, lineReasons, PointWorkings } from "./workings.ts";

export type StoredLine = PointLine & { id: string; campaignId: string };
export type LineChange = { before: StoredLine | null; after: StoredLine };

export function lineFromRow(row: typeof campaignPoints.$inferSelect): StoredLine {
  const { companyId: _, createdAt: __, updatedAt: ___, reason, workings, ...line } = row;
  return { ...line, reason: reasonOf(reason), workings: PointWorkings.parse(workings) };
}

function reasonOf(stored: string | null): LineReason | null {
  return lineReasons.find((reason) => reason === stored) ?? null;
}

/** Lines of some members in some campaigns, and all lines of those campaigns that are everybody's concern. */
export async function readLines(
  ctx: Ctx,
  of: { userIds: readonly string[]; campaignIds: readonly string[]; sharedIds: readonly string[] },
): Promise<StoredLine[]> {
  const own: SQL | undefined = and(
    inIds(campaignPoints.userId, of.userIds),
    inIds(campaignPoints.campaignId, of.campaignIds),
  );
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(campaignPoints)
      .where(
        and(
          eq(campaignPoints.companyId, ctx.companyId),
          of.sharedIds.length === 0 ? own : or(own, inIds(campaignPoints.campaignId, of.sharedIds)),
        ),
      ),
  );
  return rows.map(lineFromRow);
}

/** A stored line as it stood before limits. Steps are found anew each time. */
export function candidateFrom({
  workings,
  step: _,
  status: __,
  reason: ___,
  costMinor: ____,
  ...line
}: StoredLine) {
  const candidate: Candidate = { ...line, state: workings.state, because: workings.because, workings };
  return candidate;
}

/** How a campaign's lines are and how they should be: ids stay, and what is no line any more is worth nothing. */
export function changesOf(
  campaignId: string,
  known: readonly StoredLine[],
  lines: readonly PointLine[],
  now: Date,
): LineChange[] {
  const before = new Map(known.map((line) => [keyOf(line), line]));
  const changes = lines.map((line): LineChange => {
    const stored = before.get(keyOf(line)) ?? null;
    before.delete(keyOf(line));
    return { before: stored, after: { ...line, id: stored?.id ?? newId(now), campaignId } };
  });
  const gone = [...before.values()].map((line): LineChange => ({ before: line, after: withdrawn(line) }));
  return [...changes, ...gone].filter(
    ({ before, after }) => before === null || textOf(before) !== textOf(after),
  );
}

function keyOf({ userId, subjectId, event, step }: PointLine): string {
  return `${userId} ${subjectId} ${event} ${step}`;
}

function withdrawn(line: StoredLine): StoredLine {
  const because = line.event === "bonus" ? ("not_reached" as const) : ("outside" as const);
  const workings = { ...line.workings, state: "void" as const, because };
  return { ...line, status: "void", reason: because, costMinor: 0n, workings };
}

function textOf({ id, campaignId, userId, event, subjectId, step, version, ...rest }: StoredLine): string {
  const { occurredAt, countsAt, points, costMinor, status, reason, workings } = rest;
  return canonical([
    version,
    occurredAt.getTime(),
    countsAt.getTime(),
    points,
    costMinor,
    status,
    reason,
    workings,
  ]);
}

export async function writeLines(ctx: Ctx, lines: readonly StoredLine[]): Promise<void> {
  const of = campaignPoints;
  const now = ctx.clock.now();
  const rows = lines.map((line) => ({ ...line, createdAt: now, updatedAt: now }));
  const onConflict = {
    target: [of.companyId, of.campaignId, of.userId, of.subjectId, of.event, of.step],
    set: taking(
      of.occurredAt,
      of.countsAt,
      of.points,
      of.costMinor,
      of.status,
      of.reason,
      of.workings,
      of.version,
      of.updatedAt,
    ),
  };
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, of, rows, { onConflict }));
}
