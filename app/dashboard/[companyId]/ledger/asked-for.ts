import { ledgerAccountKinds, ledgerSources } from "#db/enums.ts";
import type { Query } from "../open.ts";
import { oneOf, only, uuid } from "../query.ts";

/** What the address asks for; what it asks for wrongly counts as not asked. */
export function askedFor(query: Query) {
  const unit = only(query.unit);
  return {
    /** Whose accounts. */
    member: uuid(query.member),
    account: uuid(query.account),
    kind: oneOf(query.kind, ledgerAccountKinds),
    unit: unit !== undefined && /^[A-Za-z]{1,10}$/.test(unit) ? unit : undefined,
    source: oneOf(query.source, ledgerSources),
    /** One commission, or one part of a payout. */
    of: uuid(query.of),
    cursor: uuid(query.cursor),
    /** The books are proved while the page is read. */
    check: only(query.check) !== undefined,
  };
}

export type Asked = ReturnType<typeof askedFor>;

/** The same as the list and its export take it. */
export function filterOf({ member, account, kind, unit, source, of }: Asked) {
  return {
    holderId: member,
    accountId: account,
    kinds: kind === undefined ? undefined : [kind],
    unit,
    sourceType: source,
    sourceId: of,
  };
}

/** The same as the address names it. */
export function hereOf({ member, account, kind, unit, source, of }: Asked) {
  return { member, account, kind, unit, source, of };
}
