import type { Query } from "../open.ts";
import { oneOf, only } from "../query.ts";

/** `none` lists what got no credit. */
export const filters = [
  "all",
  "confirmed",
  "provisional",
  "pending",
  "cancelled",
  "rejected",
  "none",
] as const;

export type Asked = {
  filter: (typeof filters)[number];
  search: string | undefined;
  cursor: string | undefined;
  /** A referral whose trace is open. */
  open: string | undefined;
  /** A decision without credit whose trace is open. */
  decision: string | undefined;
};

const longestSearch = 100;

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  return {
    filter: oneOf(query.show, filters) ?? "all",
    search: only(query.search)?.trim().slice(0, longestSearch) || undefined,
    cursor: uuid(query.cursor),
    open: uuid(query.open),
    decision: uuid(query.decision),
  };
}

function uuid(value: string | string[] | undefined): string | undefined {
  const given = only(value);
  return given !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
    ? given
    : undefined;
}
