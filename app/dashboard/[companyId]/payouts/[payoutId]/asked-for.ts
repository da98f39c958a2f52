import type { PayoutItemStatus } from "#db/enums.ts";
import type { Query } from "../../open.ts";
import { oneOf, uuid } from "../../query.ts";

export const filters = ["all", "paying", "trouble", "paid", "left"] as const;
export type Filter = (typeof filters)[number];

export const statusesOf: Record<Exclude<Filter, "all">, PayoutItemStatus[]> = {
  paying: ["included", "queued", "calling"],
  trouble: ["unknown", "failed", "held"],
  paid: ["paid"],
  left: ["excluded", "carried"],
};

export type Asked = {
  filter: Filter;
  cursor: string | undefined;
  /** One whose story is open. */
  item: string | undefined;
};

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  return {
    filter: oneOf(query.show, filters) ?? "all",
    cursor: uuid(query.cursor),
    item: uuid(query.item),
  };
}
