import { z } from "zod";
import { savedViews } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { aliveView } from "./alive-views.ts";
import { type SavedView, savedViewFromRow } from "./saved-view.ts";

export const ArchiveSavedViewInput = z.strictObject({ id: z.uuid() });
export type ArchiveSavedViewInput = z.infer<typeof ArchiveSavedViewInput>;

/**
 * Takes a view out of the team's menu; its name is free again.
 * @throws AppError not_found, also when it was taken out before
 */
export async function archiveSavedView(ctx: Ctx, input: ArchiveSavedViewInput): Promise<SavedView> {
  requireOwner(ctx);
  const { id } = parseInput(ArchiveSavedViewInput, input);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const [row] = await tx
      .update(savedViews)
      .set({ archivedAt: now, updatedAt: now })
      .where(aliveView(ctx.companyId, id))
      .returning();
    if (!row) throw notFound("view");
    const view = savedViewFromRow(row);
    await recordAudit(ctx, {
      action: "saved_view.archived",
      subjectType: "saved_view",
      subjectId: id,
      details: { page: view.page, name: view.name },
    });
    return view;
  });
}
