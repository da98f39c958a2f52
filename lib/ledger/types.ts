import type { LedgerAccountKind, LedgerSource } from "#db/enums.ts";
import { exponentOf, toDecimal } from "../core/money.ts";

/** An ISO 4217 code, with amounts in minor units, or what the community counts besides money. */
export type Unit = string;

export const pointsUnit: Unit = "POINTS";
export const creditsUnit: Unit = "CREDITS";

export type AccountKey = { holderId: string; kind: LedgerAccountKind; unit: Unit };

/** One side of a posting: `amount` is added to the account's balance. */
export type Line = AccountKey & { amount: bigint };

/** What made a posting necessary, and by which rule its amounts were found. */
export type Cause = {
  source: { type: LedgerSource; id: string };
  /** Whop's object, or our own record. */
  factId: string;
  rule: string;
  ruleVersion: number;
  /** When the fact happened, by Whop's own timestamp where it is Whop's. */
  occurredAt: Date;
};

/** Lines in one unit that sum to zero. */
export type Posting = Cause & { lines: readonly Line[] };

/** Names an account in maps: two keys of one account are the same text. */
export function accountName({ holderId, kind, unit }: AccountKey): string {
  return `${holderId} ${kind} ${unit}`;
}

/** An amount as people read it: money with its decimals, points and credits as they are counted. */
export function amountText(amount: bigint, unit: Unit): string {
  return exponentOf(unit) === null ? amount.toString() : toDecimal(amount, unit);
}
