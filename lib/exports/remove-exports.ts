import { and, eq, inArray, lte } from "drizzle-orm";
import { exportParts, exportRuns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Removes the exports whose days are over. */
export async function removeExports(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    const over = tx
      .select({ id: exportRuns.id })
      .from(exportRuns)
      .where(and(eq(exportRuns.companyId, ctx.companyId), lte(exportRuns.expiresAt, ctx.clock.now())));
    await tx
      .delete(exportParts)
      .where(and(eq(exportParts.companyId, ctx.companyId), inArray(exportParts.exportId, over)));
    await tx
      .delete(exportRuns)
      .where(and(eq(exportRuns.companyId, ctx.companyId), inArray(exportRuns.id, over)));
  });
}

/** Copies of what is forgotten are forgotten with it: every export ends, and can be made again without it. */
export async function endExports(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const ofCompany = eq(exportRuns.companyId, ctx.companyId);
    // Also of those that ended before: what they looked for may be a name.
    await tx.update(exportRuns).set({ filter: {}, updatedAt: now }).where(ofCompany);
    await tx
      .update(exportRuns)
      .set({ status: "cancelled", finishedAt: now })
      .where(and(ofCompany, inArray(exportRuns.status, ["running", "done"])));
    await tx.delete(exportParts).where(eq(exportParts.companyId, ctx.companyId));
  });
}
