import type { LedgerAccountKind } from "#db/enums.ts";

/** The accounts whose balances a member sees, in this order. */
export const balanceKinds = [
  "commission_payable",
  "commission_pending",
  "commission_held",
  "payout_in_transit",
  "payout_paid",
] as const satisfies readonly LedgerAccountKind[];
export type BalanceKind = (typeof balanceKinds)[number];

const names = {
  commission_payable: "owed",
  commission_pending: "waiting",
  commission_held: "held",
  payout_in_transit: "onItsWay",
  payout_paid: "paid",
} as const satisfies Record<BalanceKind, string>;

/** What a member calls a balance: less than nothing owed is carried forward. */
export function balanceName(kind: BalanceKind, minor: bigint) {
  return kind === "commission_payable" && minor < 0n ? "carried" : names[kind];
}

/** Always said, also when there is nothing; the others only where there is something. */
const standing: readonly BalanceKind[] = ["commission_payable", "commission_pending", "payout_paid"];

export function shownKinds(balanceOf: (kind: BalanceKind) => bigint): BalanceKind[] {
  return balanceKinds.filter((kind) => standing.includes(kind) || balanceOf(kind) !== 0n);
}
