import type { Query } from "../open.ts";
import { only, uuid } from "../query.ts";

const longestSearch = 100;

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query) {
  return {
    search: only(query.search)?.trim().slice(0, longestSearch) || undefined,
    cursor: uuid(query.cursor),
    /** A member whose sheet is open. */
    open: uuid(query.open),
  };
}

export type Asked = ReturnType<typeof askedFor>;
