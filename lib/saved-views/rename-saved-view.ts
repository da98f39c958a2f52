import { and, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { invalidInput, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { aliveOn, aliveView, lockNames } from "./alive-views.ts";
import { type SavedView, savedViewFromRow, ViewName } from "./saved-view.ts";

export const RenameSavedViewInput = z.strictObject({ id: z.uuid(), name: ViewName });
export type RenameSavedViewInput = z.infer<typeof RenameSavedViewInput>;

/**
 * Gives a view of the team another name. The name it has already changes nothing.
 * @throws AppError not_found when it was removed, invalid_input when the page has another view of that name
 */
export async function renameSavedView(ctx: Ctx, input: RenameSavedViewInput): Promise<SavedView> {
  requireOwner(ctx);
  const { id, name } = parseInput(RenameSavedViewInput, input);
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    await lockNames(ctx);
    const [before] = await tx.select().from(savedViews).where(aliveView(companyId, id));
    if (!before) throw notFound("view");
    if (before.name === name) return savedViewFromRow(before);
    const isNamed = and(ne(savedViews.id, id), sql`lower(${savedViews.name}) = lower(${name})`);
    if ((await tx.$count(savedViews, and(aliveOn(companyId, before.page), isNamed))) > 0)
      throw invalidInput({ name: say("setting.viewNameTaken", { name }) });
    const [row] = await tx
      .update(savedViews)
      .set({ name, updatedAt: ctx.clock.now() })
      .where(aliveView(companyId, id))
      .returning();
    if (!row) throw notFound("view");
    await recordAudit(ctx, {
      action: "saved_view.renamed",
      subjectType: "saved_view",
      subjectId: id,
      details: { page: row.page, name, before: before.name },
    });
    return savedViewFromRow(row);
  });
}
