import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { NotificationKind } from "#db/enums.ts";
import { inTexts } from "#db/in-ids.ts";
import { notifications } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import { dayMs, secondMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Said } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";

/** Whoever looks after the community, instead of one member. */
export const team = "team";

export type News = {
  /** A member's id, or the team. */
  recipient: string;
  kind: NotificationKind;
  /** What it is about: nobody is told twice of one subject. */
  subject: string;
  told: Said;
  /** What of the app it opens: /rewards of the member's view, /health of the team's. */
  restPath: string;
  /** Not before; soon when left out. */
  dueAt?: Date;
  /** Of no use after it; some days on when left out. */
  staleAt?: Date;
};

/** What happens together is told together. */
const gatherMs = 30 * secondMs;

const freshDays: Record<NotificationKind, number> = {
  joined: 3,
  counted: 3,
  reward_ready: 7,
  reward_expiring: 3,
  overtaken: 1,
  campaign_starting: 1,
  campaign_ending: 1,
  prize_won: 7,
  claim_decided: 7,
  decision_needed: 1,
  budget_low: 3,
  pool_low: 3,
  webhooks_silent: 1,
};

const Written = z.array(z.object({ id: z.string() }));

/**
 * Has people told of something, in the transaction in which it happens, and once, however often it is said. Whether,
 * when and in which words they hear of it is settled when it is sent.
 */
export async function notify(ctx: Ctx, news: readonly News[]): Promise<void> {
  if (news.length === 0) return;
  const now = ctx.clock.now();
  // In one order, so that two who tell of the same never wait for each other in a circle.
  const inOrder = news.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rows = inOrder.map(({ told, dueAt, staleAt, ...one }) => {
    const due = new Date(Math.max(dueAt?.getTime() ?? 0, now.getTime() + gatherMs));
    const freshUntil = new Date(due.getTime() + freshDays[one.kind] * dayMs);
    return {
      ...one,
      id: newId(now),
      values: told,
      dueAt: due,
      staleAt: staleAt ?? freshUntil,
      createdAt: now,
      updatedAt: now,
    };
  });
  const { companyId, recipient, kind, subject } = notifications;
  const onConflict = { target: [companyId, recipient, kind, subject], set: "nothing" } as const;
  await transact(ctx, async (tx, ctx) => {
    const options = { onConflict, returning: sql`id` };
    const written = Written.parse(await writeRows(tx, ctx.companyId, notifications, rows, options));
    if (written.length > 0) await enqueue(ctx, tx, "send-notifications", { companyId: ctx.companyId });
  });
}

function keyOf({ recipient, kind, subject }: News): string {
  return `${recipient} ${kind} ${subject}`;
}

/** What was to be told of these is not true any more; what has left is not taken back. */
export async function callOff(ctx: Ctx, kind: NotificationKind, subjects: readonly string[]): Promise<void> {
  if (subjects.length > 0) await removeWaiting(ctx, kind, inTexts(notifications.subject, subjects));
}

/** The same of all that waits of subjects that begin so, and says anything but this; everything, where it is null. */
export async function callOffExcept(
  ctx: Ctx,
  kind: NotificationKind,
  about: string,
  told: Said | null,
): Promise<void> {
  const isAbout = sql`starts_with(${notifications.subject}, ${about})`;
  const saysOther = told && sql`${notifications.values} <> ${JSON.stringify(told)}::jsonb`;
  await removeWaiting(ctx, kind, and(isAbout, saysOther ?? undefined));
}

async function removeWaiting(ctx: Ctx, kind: NotificationKind, which: SQL | undefined): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .delete(notifications)
      .where(
        and(
          eq(notifications.companyId, ctx.companyId),
          eq(notifications.kind, kind),
          which,
          eq(notifications.state, "waiting"),
        ),
      ),
  );
}
