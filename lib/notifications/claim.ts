import { asc, inArray, lte, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { notifications } from "#db/schema/index.ts";
import { chunksOf } from "../core/chunks.ts";
import { hourMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { readTold, type Said, say, storeTold, ToldInJson } from "../core/said.ts";
import { TAKE_OVER_MS } from "../whop/attempts.ts";
import { Message, messageOf } from "./message.ts";
import { team } from "./notify.ts";
import { afterQuietHours } from "./quiet-hours.ts";
import { type Manners, type Recipient, readRecipients } from "./recipients.ts";
import { type NotificationRow, ofCompany, writeAll } from "./rows.ts";

/** From where Whop sends, and whose language and hours the team has. */
export type Community = Manners & { experienceId: string | null };

/** Leave to make one call. Whatever is written about it is written only while it is the current attempt. */
export type Call = {
  batchId: string;
  n: number;
  claimedAt: Date;
  message: Message;
  to: { whopUserIds: readonly string[] } | { team: true };
};

const mostRows = 1_000;
const mostReaders = 200;
/** After so many calls without an answer, it is given up: it may have come. */
const mostCalls = 4;
/** Whop keeps a key for a day; after that the same call would be another one. */
const keyHoldsMs = 20 * hourMs;
const untilThereIsAnExperienceMs = hourMs;

/**
 * Takes what is due. Calls that got no answer are made again, as they were and under the same key; the rest is sorted
 * out by what its recipients want, and put together into as few calls as say it.
 */
export async function claim(ctx: Ctx, community: Community): Promise<{ calls: Call[]; isMore: boolean }> {
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    // One at a time, so that nobody takes half of what another is putting together.
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtext('referly.notifications'), hashtext(${ctx.companyId}))`,
    );
    const due = await tx
      .select()
      .from(notifications)
      .where(
        ofCompany(ctx, inArray(notifications.state, ["waiting", "calling"]), lte(notifications.dueAt, now)),
      )
      .orderBy(asc(notifications.dueAt), asc(notifications.id))
      .limit(mostRows)
      .for("update");
    if (due.length === 0) return { calls: [], isMore: false };
    const recipients = await readRecipients(
      ctx,
      due.map((row) => row.recipient),
      community,
    );
    const batchIds = due.flatMap(({ state, batchId }) => (state === "calling" && batchId ? [batchId] : []));
    const again = await callAgain(ctx, [...new Set(batchIds)], recipients, community);
    const waiting = due.filter(({ state }) => state === "waiting");
    const anew = await callFirst(ctx, waiting, recipients, community);
    return { calls: [...again, ...anew], isMore: due.length === mostRows };
  });
}

async function callAgain(
  ctx: Ctx,
  batchIds: readonly string[],
  known: ReadonlyMap<string, Recipient>,
  community: Community,
): Promise<Call[]> {
  if (batchIds.length === 0) return [];
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(notifications)
      .where(ofCompany(ctx, inIds(notifications.batchId, batchIds)))
      .orderBy(asc(notifications.id))
      .for("update"),
  );
  const now = ctx.clock.now();
  const calls: Call[] = [];
  const written: NotificationRow[] = [];
  // A batch is larger than what of it was found first, where many are due.
  const missing = rows.map(({ recipient }) => recipient).filter((recipient) => !known.has(recipient));
  const recipients = new Map([...known, ...(await readRecipients(ctx, missing, community))]);
  for (const [batchId, batch] of Map.groupBy(rows, (row) => row.batchId)) {
    const [first] = batch;
    if (!first || batchId === null) continue;
    const last = first.reason === null ? say("notification.stopped") : readTold(first.reason);
    const to = readersOf(batch, recipients);
    const sinceFirst = now.getTime() - (first.calledAt?.getTime() ?? 0);
    if (first.attempts >= mostCalls || sinceFirst > keyHoldsMs || to === null) {
      const reason = storeTold(say("notification.unanswered", { last }));
      written.push(...batch.map((row) => ({ ...row, state: "unknown" as const, reason })));
      continue;
    }
    const n = first.attempts + 1;
    calls.push({ batchId, n, claimedAt: now, message: Message.parse(first.message), to });
    written.push(
      ...batch.map((row) => ({ ...row, ...beingCalled(now, n), calledAt: first.calledAt, reason: null })),
    );
  }
  await writeAll(ctx, written);
  return calls;
}

async function callFirst(
  ctx: Ctx,
  rows: readonly NotificationRow[],
  recipients: ReadonlyMap<string, Recipient>,
  community: Community,
): Promise<Call[]> {
  const now = ctx.clock.now();
  const left = rows.map((row) => ({
    row,
    left: leftOut(row, recipients.get(row.recipient), community, now),
  }));
  const ready = left.flatMap((one) => (one.left === null ? [one.row] : []));
  const written = left.flatMap((one) => (one.left === null ? [] : [{ ...one.row, ...one.left }]));
  const mail = [...Map.groupBy(ready, ({ recipient }) => recipient)].flatMap(([recipient, own]) => {
    const reader = recipients.get(recipient);
    if (!reader) return [];
    const parts = own.map((row) => ({ ...row, told: ToldInJson.parse(row.values) }));
    return [{ own, message: messageOf(parts, reader), isTeam: recipient === team }];
  });
  const calls: Call[] = [];
  for (const same of Map.groupBy(mail, (one) => JSON.stringify([one.isTeam, one.message])).values()) {
    for (const some of chunksOf(same, mostReaders)) {
      const batch = some.flatMap(({ own }) => own);
      const to = readersOf(batch, recipients);
      const [first] = some;
      if (!first || !to) continue;
      const batchId = newId(now);
      const { message } = first;
      calls.push({ batchId, n: 1, claimedAt: now, message, to });
      written.push(
        ...batch.map((row) => ({ ...row, ...beingCalled(now, 1), batchId, message, reason: null })),
      );
    }
  }
  await writeAll(ctx, written);
  return calls;
}

/** What of a row changes instead of its being sent now; null when it is. */
function leftOut(
  row: NotificationRow,
  recipient: Recipient | undefined,
  { experienceId }: Community,
  now: Date,
): Partial<NotificationRow> | null {
  const skip = (why: Said) => ({ state: "skipped" as const, reason: storeTold(why) });
  if (!recipient) return skip(say("notification.gone"));
  if (recipient.muted.has(row.kind)) return skip(say("notification.muted"));
  if (row.staleAt <= now) return skip(say("notification.stale"));
  const dueAt = afterQuietHours(now, recipient.timeZone, recipient.quiet);
  if (dueAt > now) return { dueAt };
  if (row.recipient === team || experienceId !== null) return null;
  const later = new Date(now.getTime() + untilThereIsAnExperienceMs);
  return { dueAt: later, reason: storeTold(say("notification.noExperience")) };
}

function beingCalled(now: Date, n: number) {
  const dueAt = new Date(now.getTime() + TAKE_OVER_MS);
  return { state: "calling" as const, attempts: n, calledAt: now, dueAt };
}

/** Null when nobody of them is known any more. In one order, so that a call that is repeated is the same call. */
function readersOf(
  batch: readonly NotificationRow[],
  recipients: ReadonlyMap<string, Recipient>,
): Call["to"] | null {
  if (batch.some(({ recipient }) => recipient === team)) return { team: true };
  const ids = batch.flatMap(({ recipient }) => recipients.get(recipient)?.whopUserId ?? []);
  const whopUserIds = [...new Set(ids)].sort();
  return whopUserIds.length > 0 ? { whopUserIds } : null;
}
