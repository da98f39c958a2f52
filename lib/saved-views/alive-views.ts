import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { savedViews } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { SavedView } from "./saved-view.ts";

/** The views of a page that nobody has removed. */
export function aliveOn(companyId: string, page: SavedView["page"]): SQL | undefined {
  return and(eq(savedViews.companyId, companyId), eq(savedViews.page, page), isNull(savedViews.archivedAt));
}

/** One view, unless it has been removed. */
export function aliveView(companyId: string, id: string): SQL | undefined {
  return and(eq(savedViews.companyId, companyId), eq(savedViews.id, id), isNull(savedViews.archivedAt));
}

/** Whoever names a view takes turns with the rest of the team, so that a name found free stays free. */
export async function lockNames(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('referly.views'), hashtext(${ctx.companyId}))`),
  );
}
