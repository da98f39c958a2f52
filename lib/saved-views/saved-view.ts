import { z } from "zod";
import { type SavedViewPage, savedViewPages } from "#db/enums.ts";
import type { savedViews } from "#db/schema/index.ts";
import { problem } from "../core/problems.ts";

export { savedViewPages };

/** What a list's address asks for; which part of it is shown just now does not belong to a view. */
export const ViewQuery = z
  .record(z.string().regex(/^[a-z][a-zA-Z]{0,19}$/), z.string().min(1).max(100))
  .refine(isOfFilters, problem("input.viewQuery"));

function isOfFilters(query: Record<string, string>): boolean {
  const names = Object.keys(query);
  return names.length > 0 && names.length <= 12 && !names.includes("cursor") && !names.includes("open");
}

export const ViewName = z.string().trim().min(1).max(40);

export type SavedView = {
  id: string;
  page: SavedViewPage;
  name: string;
  query: Record<string, string>;
};

export function savedViewFromRow({ id, page, name, query }: typeof savedViews.$inferSelect): SavedView {
  return { id, page, name, query: ViewQuery.parse(query) };
}
