import { periods } from "../_leaderboard/periods.ts";

export type Query = Record<string, string | string[] | undefined>;

export type Asked = {
  period: (typeof periods)[number];
  /** The last referral of the page before. */
  after: string | undefined;
  /** A referral whose trace is open. */
  trace: string | undefined;
};

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query): Asked {
  return {
    period: periods.find((period) => period === query.period) ?? "all",
    after: uuid(query.after),
    trace: uuid(query.trace),
  };
}

/** The address of the page with all of this; what it shows unasked is left out. */
export function addressOf(here: string, { period, after, trace }: Asked): string {
  const query = new URLSearchParams({
    ...(period === "all" ? {} : { period }),
    ...(after === undefined ? {} : { after }),
    ...(trace === undefined ? {} : { trace }),
  }).toString();
  return query === "" ? here : `${here}?${query}`;
}

/** A notification's link to a referral, /activity/<id>, opens its trace. */
export function namedInPath([part, id]: readonly string[] = []): Query {
  return part === "activity" && id !== undefined ? { trace: id } : {};
}

/** What is no id counts as not given. */
export function uuid(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : undefined;
}
