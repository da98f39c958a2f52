import { count, eq } from "drizzle-orm";
import type { ReconciliationCause } from "#db/enums.ts";
import { companies, memberships } from "#db/schema/index.ts";
import { dayMs, hourMs, minuteMs, secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { sentenceOf, type Told } from "../core/said.ts";
import { schedule } from "../jobs/index.ts";
import { WhopError } from "../whop/platform.ts";
import { type Comparison, compare } from "./compare.ts";
import { type Kind, kinds, type Sighting } from "./kinds.ts";
import {
  beginRun,
  type Cursor,
  endRun,
  findRunning,
  readCursors,
  showProgress,
  writeCursor,
} from "./runs.ts";

const everyMs = 10 * minuteMs;
/** Whop's lists may be behind its own events; what was compared is read again for this long. */
const overlapMs = 48 * hourMs;
const batchSize = 100;
/** So many memberships are twenty calls: they are all read each time. */
const fewMemberships = 2_000;

/** Begins the comparison that is due, and sets the clock for the next one. */
export async function beginDueRun(ctx: Ctx, cause: ReconciliationCause): Promise<void> {
  await transact(ctx, async (_tx, ctx) => {
    await planNextRun(ctx);
    await beginRun(ctx, cause);
  });
}

export async function planNextRun(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    schedule(ctx, tx, {
      job: "reconcile",
      key: "every",
      dueAt: new Date(ctx.clock.now().getTime() + everyMs),
      payload: { companyId: ctx.companyId, cause: "schedule" },
    }),
  );
}

/**
 * Compares what Whop knows with what we hold, kind after kind. What a crash interrupts goes on with the kind it was
 * at. When Whop does not answer the run has failed, and the next one does what this one left; a kind that Whop does
 * not let us read is named, and the others are compared all the same.
 */
export async function reconcile(ctx: Ctx, comparison: Comparison): Promise<void> {
  const { runId } = comparison;
  const run = await findRunning(ctx, runId);
  if (!run) return;
  const cursors = new Map((await readCursors(ctx)).map((cursor) => [cursor.factType, cursor]));
  const total = { checked: 0, repaired: run.repaired };
  const problems: Told[] = [];
  for (const kind of kinds) {
    const cursor = cursors.get(kind.type);
    if (cursor && cursor.comparedUntil >= run.startedAt) {
      total.checked += cursor.checked;
      continue;
    }
    const at = ctx.clock.now();
    const since = await startOf(ctx, kind, cursor, run.cause);
    const checkedBefore = total.checked;
    try {
      for await (const batch of batches(ctx, kind, since, at)) {
        const repaired = await compare(ctx, comparison, kind, batch);
        total.checked += batch.length;
        total.repaired += repaired;
        if (!(await showProgress(ctx, runId, total))) return;
      }
    } catch (error) {
      if (!(error instanceof WhopError)) throw error;
      problems.push(error.told);
      if (error.kind === "permission_missing") continue;
      break;
    }
    await writeCursor(ctx, {
      factType: kind.type,
      comparedUntil: at,
      checked: total.checked - checkedBefore,
    });
    if (kind.type === "membership" && since === undefined) await noteBackfilled(ctx);
  }
  if (!(await showProgress(ctx, runId, total))) return;
  const [first] = problems;
  if (await endRun(ctx, runId, first === undefined ? "done" : "failed", first ?? null))
    ctx.log.info(
      { companyId: ctx.companyId, ...total, problems: problems.map(sentenceOf) },
      "Facts were compared with Whop's",
    );
}

/** From when on to read; undefined is from the beginning. */
async function startOf(
  ctx: Ctx,
  kind: Kind,
  cursor: Cursor | undefined,
  cause: ReconciliationCause,
): Promise<Date | undefined> {
  if (!cursor) return undefined;
  const overlap = cursor.comparedUntil.getTime() - overlapMs;
  if (kind.isListedByChange) return new Date(overlap);
  // Whop lists these by creation only: an old one that changed is found by reading all, once a day and when asked.
  const isNewDay = dayOf(cursor.comparedUntil) !== dayOf(ctx.clock.now());
  if (cause !== "schedule" || isNewDay) return undefined;
  return transact(ctx, async (tx) => {
    if (kind.type === "membership") {
      const [held] = await tx
        .select({ many: count() })
        .from(memberships)
        .where(eq(memberships.companyId, ctx.companyId));
      return (held?.many ?? 0) <= fewMemberships ? undefined : new Date(overlap);
    }
    const open = await kind.oldestOpen(tx, ctx);
    return new Date(Math.min(overlap, (open?.getTime() ?? overlap) - secondMs));
  });
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs);
}

async function* batches(ctx: Ctx, kind: Kind, since: Date | undefined, at: Date): AsyncGenerator<Sighting[]> {
  let batch: Sighting[] = [];
  for await (const object of kind.list(ctx, since)) {
    const read = kind.read(ctx, object, at);
    if ("problem" in read) {
      const { problem } = read;
      ctx.log.warn(
        { companyId: ctx.companyId, kind: kind.type, problem: sentenceOf(problem) },
        "An object of Whop's was left out",
      );
      continue;
    }
    batch.push(read);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** All memberships there ever were are known: an existing customer is one from now on. */
async function noteBackfilled(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx
      .update(companies)
      .set({ backfilledAt: now, updatedAt: now })
      .where(eq(companies.companyId, ctx.companyId)),
  );
}
