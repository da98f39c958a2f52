import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import type { WebhookState } from "#db/enums.ts";
import { inTexts } from "#db/in-ids.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { minuteMs, secondMs } from "#lib/core/clock.ts";

/** A worker that vanishes holds its webhooks this long. */
const leaseMs = minuteMs;
/** A webhook was stamped by the clock of the server that took it, which may be a little ahead of ours. */
const skewMs = 5 * secondMs;

/**
 * The inbox holds next to nothing and then, in a rush, tens of thousands; what the planner knows of it is always of
 * yesterday. What is due is read off its index in order, and no further than asked for, whatever the planner expects;
 * the rows are then locked, so they are where they were found.
 */
const inOrderOfIndex = sql`SET LOCAL enable_sort = off`;
/** Rows are found by their keys: written so, the index of what waits is no way to them, be it short or long. */
const stillReceived = sql`w.state = (SELECT 'received')`;

export type Taken = { webhookId: string; body: string | null; receivedAt: Date; attempts: number };

/** Takes up to `limit` webhooks that are due; no other worker has them until their lease is over. */
export async function takeDue(db: Database, now: Date, limit: number): Promise<Taken[]> {
  const at = (offsetMs: number) => sql`${new Date(now.getTime() + offsetMs).toISOString()}::timestamptz`;
  return db.withMachinery(async (tx) => {
    await tx.execute(inOrderOfIndex);
    const rows = await tx.execute<{
      webhook_id: string;
      body: string | null;
      received_at: string | Date;
      attempts: number;
    }>(sql`
      UPDATE webhook_events w
      SET attempts = w.attempts + 1, locked_until = ${at(leaseMs)}, next_attempt_at = ${at(leaseMs)}
      WHERE w.ctid = ANY (ARRAY(
        SELECT ctid FROM webhook_events
        WHERE state = 'received' AND next_attempt_at <= ${at(skewMs)} AND (attempts = 0 OR next_attempt_at <= ${at(0)})
        ORDER BY next_attempt_at
        LIMIT ${limit}
        FOR UPDATE SKIP LOCKED
      ))
      RETURNING w.webhook_id, w.body, w.received_at, w.attempts`);
    return [...rows]
      .map((row) => ({
        webhookId: row.webhook_id,
        body: row.body,
        receivedAt: new Date(row.received_at),
        attempts: row.attempts,
      }))
      .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  });
}

/** Puts webhooks back that were taken and, for no fault of theirs, not processed. It counts as no attempt. */
export async function releaseTaken(db: Database, now: Date, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const rows = JSON.stringify(taken.map(({ webhookId, attempts }) => ({ webhookId, attempts })));
  await db.withMachinery((tx) =>
    tx.execute(sql`
      UPDATE webhook_events w
      SET attempts = w.attempts - 1, next_attempt_at = ${now.toISOString()}::timestamptz, locked_until = NULL
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("webhookId" text, attempts integer)
      WHERE w.webhook_id = r."webhookId" AND ${stillReceived} AND w.attempts = r.attempts`),
  );
}

/** Which company each of Whop's objects was first processed for; an object never changes hands. */
export async function companiesOf(db: Database, objectIds: readonly string[]): Promise<Map<string, string>> {
  if (objectIds.length === 0) return new Map();
  const rows = await db.withMachinery((tx) =>
    tx
      .selectDistinct({ objectId: webhookEvents.objectId, companyId: webhookEvents.companyId })
      .from(webhookEvents)
      .where(and(inTexts(webhookEvents.objectId, objectIds), eq(webhookEvents.state, "processed"))),
  );
  const owners = new Map<string, string>();
  for (const { objectId, companyId } of rows) if (objectId && companyId) owners.set(objectId, companyId);
  return owners;
}

/** How a webhook's turn ended. `received` means another attempt at `nextAttemptAt`. */
export type Outcome = {
  webhookId: string;
  /** The attempt this is the outcome of: a later one's word is not overwritten. */
  attempts: number;
  state: WebhookState;
  reason: string | null;
  type: string | null;
  companyId: string | null;
  objectId: string | null;
  nextAttemptAt: Date | null;
  /** It was about somebody who was erased: that it came is kept, what it said is not. */
  isForgotten: boolean;
};

export async function writeOutcomes(db: Database, now: Date, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = JSON.stringify(outcomes);
  await db.withMachinery((tx) =>
    tx.execute(sql`
      UPDATE webhook_events w
      SET state = r.state, reason = r.reason, type = coalesce(r.type, w.type),
          company_id = coalesce(r."companyId", w.company_id), object_id = coalesce(r."objectId", w.object_id),
          next_attempt_at = coalesce(r."nextAttemptAt", w.next_attempt_at), locked_until = NULL,
          body = CASE WHEN r."isForgotten" THEN NULL ELSE w.body END,
          processed_at = CASE WHEN r.state = 'received' THEN NULL ELSE ${now.toISOString()}::timestamptz END
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("webhookId" text, attempts integer, state text, reason text,
           type text, "companyId" text, "objectId" text, "nextAttemptAt" timestamptz, "isForgotten" boolean)
      WHERE w.webhook_id = r."webhookId" AND ${stillReceived} AND w.attempts = r.attempts`),
  );
}
