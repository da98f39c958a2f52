import { affiliateStatuses } from "#db/enums.ts";
import type { Query } from "../../open.ts";
import { oneOf, only, uuid } from "../../query.ts";

export const filters = ["all", ...affiliateStatuses] as const;

export type Asked = {
  filter: (typeof filters)[number];
  search: string | undefined;
  cursor: string | undefined;
};

const longestSearch = 100;

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  return {
    filter: oneOf(query.status, filters) ?? "all",
    search: only(query.search)?.trim().slice(0, longestSearch) || undefined,
    cursor: uuid(query.cursor),
  };
}
