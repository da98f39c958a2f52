import { and, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { type NotificationKind, type NotificationState, notificationKinds } from "#db/enums.ts";
import { notifications } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, type Said, say, type Told, ToldInJson } from "../core/said.ts";
import { Message, messageOf } from "./message.ts";
import { team } from "./notify.ts";
import { type Manners, readRecipients } from "./recipients.ts";
import { type NotificationRow, ofCompany } from "./rows.ts";

/** Where a notification stands, for people: held is one that waits for something to be put right. */
export const notificationStandings = ["waiting", "held", "sent", "given_up", "left_out"] as const;
export type NotificationStandingName = (typeof notificationStandings)[number];

export const ListNotificationsInput = z.strictObject({
  standing: z.enum(notificationStandings).optional(),
  kind: z.enum(notificationKinds).optional(),
  recipient: z
    .union([z.literal(team), z.uuid()])
    .optional()
    .meta({ description: "A member's id, or `team`" }),
  /** The last one of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListNotificationsInput = z.input<typeof ListNotificationsInput>;

export type ListedNotification = {
  id: string;
  /** A member's id, or `team`. */
  recipient: string;
  kind: NotificationKind;
  standing: NotificationStandingName;
  state: NotificationState;
  /** What it tells by itself. */
  told: Told;
  /** In the recipient's language: word for word what the call said, else what it would say now. */
  title: string;
  content: string;
  /** Whether a call has said it. One call may have told of several things at once. */
  isAsCalled: boolean;
  restPath: string;
  /** While it waits: not before. */
  dueAt: Date;
  sentAt: Date | null;
  /** The key of the call that said it, under which Whop confirmed it, or under which nobody knows. */
  callKey: string | null;
  calls: number;
  /** Why it has not been sent, and what helps. */
  reason: Told | null;
  hint: Said | null;
  createdAt: Date;
};

export type NotificationPage = { notifications: ListedNotification[]; nextCursor: string | null };

/** What was told, is still to be told or was not, newest first. */
export async function listNotifications(
  ctx: Ctx,
  manners: Manners,
  input: ListNotificationsInput = {},
): Promise<NotificationPage> {
  requireOwner(ctx);
  const { standing, kind, recipient, cursor, limit } = parseInput(ListNotificationsInput, input);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(notifications)
      .where(
        ofCompany(
          ctx,
          standing && conditions[standing],
          kind && eq(notifications.kind, kind),
          recipient === undefined ? undefined : eq(notifications.recipient, recipient),
          cursor === undefined ? undefined : lt(notifications.id, cursor),
        ),
      )
      .orderBy(desc(notifications.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const readers = await readRecipients(
      ctx,
      page.map((row) => row.recipient),
      manners,
    );
    return {
      notifications: page.map((row) => listed(row, readers.get(row.recipient) ?? manners)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

const { state, reason } = notifications;
const conditions: Record<NotificationStandingName, SQL | undefined> = {
  waiting: or(eq(state, "calling"), and(eq(state, "waiting"), isNull(reason))),
  held: and(eq(state, "waiting"), isNotNull(reason)),
  sent: eq(state, "sent"),
  given_up: inArray(state, ["failed", "unknown"]),
  left_out: eq(state, "skipped"),
};

function standingOf({ state, reason }: NotificationRow): NotificationStandingName {
  switch (state) {
    case "waiting":
      return reason === null ? "waiting" : "held";
    case "calling":
      return "waiting";
    case "sent":
      return "sent";
    case "failed":
    case "unknown":
      return "given_up";
    case "skipped":
      return "left_out";
  }
}

function listed(row: NotificationRow, reader: Manners): ListedNotification {
  const { id, recipient, kind, state, restPath, dueAt, sentAt, createdAt, batchId, attempts } = row;
  const told = ToldInJson.parse(row.values);
  const called = Message.safeParse(row.message);
  const { title, content } = called.data ?? messageOf([{ kind, told, restPath }], reader);
  return {
    id,
    recipient,
    kind,
    standing: standingOf(row),
    state,
    told,
    title,
    content,
    isAsCalled: called.success,
    restPath,
    dueAt,
    sentAt,
    callKey: batchId,
    calls: attempts,
    reason: row.reason === null ? null : readTold(row.reason),
    hint: hintFor(row),
    createdAt,
  };
}

function hintFor({ state, reason, dueAt }: NotificationRow): Said | null {
  if (state === "failed") return say("notification.failedHint");
  if (state === "unknown") return say("notification.unknownHint");
  return state === "waiting" && reason !== null ? say("notification.heldHint", { at: dueAt }) : null;
}
