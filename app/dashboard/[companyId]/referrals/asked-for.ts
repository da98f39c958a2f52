import type { Query } from "../open.ts";
import { oneOf, only, uuid } from "../query.ts";

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
  /** Only those of the last so many days, today included. */
  days: number | undefined;
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
    days: wholeDays(query.days),
    cursor: uuid(query.cursor),
    open: uuid(query.open),
    decision: uuid(query.decision),
  };
}

function wholeDays(value: string | string[] | undefined): number | undefined {
  const given = only(value);
  return given !== undefined && /^[1-9]\d{0,2}$/.test(given) ? Number(given) : undefined;
}
