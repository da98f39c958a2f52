import { desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { type NotificationKind, type NotificationState, notificationStates } from "#db/enums.ts";
import { notifications } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, type Told, ToldInJson } from "../core/said.ts";
import { type NotificationRow, ofCompany } from "./rows.ts";

export const ListNotificationsInput = z.strictObject({
  state: z.enum(notificationStates).optional(),
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
  state: NotificationState;
  told: Told;
  restPath: string;
  dueAt: Date;
  sentAt: Date | null;
  /** Why it has not been sent. */
  reason: Told | null;
  createdAt: Date;
};

export type NotificationPage = { notifications: ListedNotification[]; nextCursor: string | null };

/** What was told, is still to be told or was not, newest first. */
export async function listNotifications(
  ctx: Ctx,
  input: ListNotificationsInput = {},
): Promise<NotificationPage> {
  requireOwner(ctx);
  const { state, cursor, limit } = parseInput(ListNotificationsInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(notifications)
      .where(
        ofCompany(
          ctx,
          state === undefined ? undefined : eq(notifications.state, state),
          cursor === undefined ? undefined : lt(notifications.id, cursor),
        ),
      )
      .orderBy(desc(notifications.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit).map(listed);
  return { notifications: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

function listed(row: NotificationRow): ListedNotification {
  const { id, recipient, kind, state, restPath, dueAt, sentAt, createdAt } = row;
  const told = ToldInJson.parse(row.values);
  const reason = row.reason === null ? null : readTold(row.reason);
  return { id, recipient, kind, state, told, restPath, dueAt, sentAt, reason, createdAt };
}

export type NotificationStanding = {
  /** Waiting because Whop or something else keeps them, and why the last of them does. */
  held: number;
  heldBecause: Told | null;
  failed: number;
  /** Nobody knows whether they came. */
  unknown: number;
};

const Counted = z.object({
  held: z.coerce.number(),
  failed: z.coerce.number(),
  unknown: z.coerce.number(),
  because: z.string().nullable(),
});

/** What keeps notifications from being sent, over the last thirty days. */
export async function getNotificationStanding(ctx: Ctx): Promise<NotificationStanding> {
  requireOwner(ctx);
  const since = new Date(ctx.clock.now().getTime() - 30 * 86_400_000).toISOString();
  const [row] = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT count(*) FILTER (WHERE state = 'waiting' AND reason IS NOT NULL) AS held,
        count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'unknown') AS unknown,
        (array_agg(reason ORDER BY updated_at DESC) FILTER (WHERE state = 'waiting' AND reason IS NOT NULL))[1] AS because
      FROM notifications WHERE company_id = ${ctx.companyId} AND created_at > ${since}::timestamptz
        AND (state IN ('failed', 'unknown') OR state = 'waiting' AND reason IS NOT NULL)`),
  );
  const { held, failed, unknown, because } = Counted.parse(row);
  return { held, failed, unknown, heldBecause: because === null ? null : readTold(because) };
}
