import { asc, sql } from "drizzle-orm";
import { z } from "zod";
import { savedViews } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { aliveOn } from "./alive-views.ts";
import { type SavedView, savedViewFromRow, savedViewPages } from "./saved-view.ts";

export const ListSavedViewsInput = z.strictObject({ page: z.enum(savedViewPages) });
export type ListSavedViewsInput = z.infer<typeof ListSavedViewsInput>;

/** The team's views of one list, by name. */
export async function listSavedViews(ctx: Ctx, input: ListSavedViewsInput): Promise<SavedView[]> {
  requireOwner(ctx);
  const { page } = parseInput(ListSavedViewsInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(savedViews)
      .where(aliveOn(ctx.companyId, page))
      .orderBy(asc(sql`lower(${savedViews.name})`)),
  );
  return rows.map(savedViewFromRow);
}
