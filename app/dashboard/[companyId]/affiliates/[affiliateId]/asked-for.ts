import { type CommissionStatus, commissionStatuses } from "#db/enums.ts";
import type { Query } from "../../open.ts";
import { oneOf, only, uuid } from "../../query.ts";

export const filters = ["all", ...commissionStatuses] as const;

export type Asked = {
  filter: "all" | CommissionStatus;
  cursor: string | undefined;
  /** A commission whose workings are open. */
  commission: string | undefined;
  /** An account whose entries are open. */
  account: string | undefined;
  /** The last entry of the page of entries before. */
  before: string | undefined;
};

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  const before = only(query.before);
  return {
    filter: oneOf(query.show, filters) ?? "all",
    cursor: uuid(query.cursor),
    commission: uuid(query.commission),
    account: uuid(query.account),
    before: before !== undefined && /^[0-9a-f-]{36}:\d{1,4}$/.test(before) ? before : undefined,
  };
}
