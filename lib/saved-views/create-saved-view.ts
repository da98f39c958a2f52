import { z } from "zod";
import { savedViews } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { aliveOn, lockNames } from "./alive-views.ts";
import { type SavedView, savedViewFromRow, savedViewPages, ViewName, ViewQuery } from "./saved-view.ts";

/** A menu that is longer is searched longer than the filters take to set. */
const mostPerPage = 30;

export const CreateSavedViewInput = z.strictObject({
  page: z.enum(savedViewPages),
  name: ViewName,
  query: ViewQuery,
});
export type CreateSavedViewInput = z.infer<typeof CreateSavedViewInput>;

/**
 * Keeps a list's filters under a name, for the whole team.
 * @throws AppError invalid_input when the page has a view of that name, conflict when it has too many
 */
export async function createSavedView(ctx: Ctx, input: CreateSavedViewInput): Promise<SavedView> {
  requireOwner(ctx);
  const { userId } = requireMember(ctx);
  const { page, name, query } = parseInput(CreateSavedViewInput, input);
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    await lockNames(ctx);
    if ((await tx.$count(savedViews, aliveOn(companyId, page))) >= mostPerPage)
      throw new AppError("conflict", say("setting.mostViews", { count: mostPerPage }));
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(savedViews)
      .values({
        companyId,
        id: newId(now),
        page,
        name,
        query,
        createdBy: userId,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw invalidInput({ name: say("setting.viewNameTaken", { name }) });
    const view = savedViewFromRow(row);
    await recordAudit(ctx, {
      action: "saved_view.created",
      subjectType: "saved_view",
      subjectId: view.id,
      details: { page, name, query },
    });
    return view;
  });
}
