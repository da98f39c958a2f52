import { and, eq, type SQL } from "drizzle-orm";
import { notifications } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

export type NotificationRow = typeof notifications.$inferSelect;

export function ofCompany(ctx: Ctx, ...conditions: (SQL | undefined)[]): SQL | undefined {
  return and(eq(notifications.companyId, ctx.companyId), ...conditions);
}

const changing = taking(
  notifications.dueAt,
  notifications.state,
  notifications.batchId,
  notifications.message,
  notifications.attempts,
  notifications.reason,
  notifications.calledAt,
  notifications.updatedAt,
);

/** Writes what became of rows that the transaction has locked. */
export async function writeAll(ctx: Ctx, rows: readonly NotificationRow[]): Promise<void> {
  const updatedAt = ctx.clock.now();
  const onConflict = { target: [notifications.companyId, notifications.id], set: changing };
  await transact(ctx, (tx) =>
    writeRows(
      tx,
      ctx.companyId,
      notifications,
      rows.map(({ companyId: _, ...row }) => ({ ...row, updatedAt })),
      { onConflict },
    ),
  );
}
