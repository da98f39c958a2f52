import { and, eq } from "drizzle-orm";
import { statsCursors } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

const clicksCursor = "clicks";

/**
 * Takes the company's statistics for this transaction, so that sums and the rows they are made of change
 * together. Returns how far clicks have been rolled up.
 */
export async function lockStats(ctx: Ctx): Promise<Date> {
  const { companyId, tx } = ctx;
  if (!tx) throw new Error("lockStats needs the context of a transaction");
  await tx
    .insert(statsCursors)
    .values({ companyId, name: clicksCursor, position: new Date(0) })
    .onConflictDoNothing();
  const [row] = await tx
    .select()
    .from(statsCursors)
    .where(and(eq(statsCursors.companyId, companyId), eq(statsCursors.name, clicksCursor)))
    .for("update");
  if (!row) throw new Error("A cursor's row vanished inside a transaction");
  return row.position;
}

export async function moveCursor(ctx: Ctx, position: Date): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(statsCursors)
      .set({ position })
      .where(and(eq(statsCursors.companyId, ctx.companyId), eq(statsCursors.name, clicksCursor))),
  );
}
