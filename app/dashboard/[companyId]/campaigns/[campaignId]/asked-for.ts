import type { Query } from "../../open.ts";
import { oneOf, only, uuid } from "../../query.ts";

export const views = ["standings", "result", "terms"] as const;
export type View = (typeof views)[number];

/** What the address of a campaign's page asks for. */
export type AskedFor = {
  view: View;
  /** Of the standings, counted from 1. */
  page: number;
  /** Whose points are open beside them. */
  member: string | undefined;
  /** The last line of points of the page before. */
  cursor: string | undefined;
};

export function askedFor(query: Query): AskedFor {
  const page = only(query.page) ?? "1";
  return {
    view: oneOf(query.view, views) ?? "standings",
    page: /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1,
    member: uuid(query.member),
    cursor: uuid(query.cursor),
  };
}
