import { type CommissionStatus, commissionStatuses } from "#db/enums.ts";
import { type BalanceKind, balanceKinds } from "../_affiliate/balance-kinds.ts";
import { type Query, uuid } from "../_home/asked-for.ts";

export type Asked = {
  status: CommissionStatus | undefined;
  /** The last commission of the page before. */
  after: string | undefined;
  /** A commission whose workings are open. */
  commission: string | undefined;
  /** A balance whose entries are open, from where on. */
  entries: { kind: BalanceKind; currency: string; cursor: string | undefined } | undefined;
};

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  const kind = balanceKinds.find((known) => known === query.entries);
  const currency = currencyOf(query.currency);
  const cursor = typeof query.from === "string" && cursorShape.test(query.from) ? query.from : undefined;
  return {
    status: commissionStatuses.find((status) => status === query.status),
    after: uuid(query.after),
    commission: uuid(query.commission),
    entries: kind === undefined || currency === undefined ? undefined : { kind, currency, cursor },
  };
}

const cursorShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,4}$/;

export function currencyOf(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && /^[A-Z]{3}$/.test(value) ? value : undefined;
}
