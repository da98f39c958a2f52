import type { PayoutItemStatus } from "#db/enums.ts";
import { toDecimal } from "#lib/core/money.ts";
import type { Payout } from "#lib/payouts/index.ts";

/** Nobody is paid for these by this payout. */
const left: ReadonlySet<PayoutItemStatus> = new Set(["excluded", "carried"]);
const ended: ReadonlySet<PayoutItemStatus> = new Set(["paid", "failed", "held"]);
const inTrouble: ReadonlySet<PayoutItemStatus> = new Set(["failed", "held", "unknown"]);

type Totals = Payout["totals"];

/** What a payout pays, by currency, as decimals; never added across them. */
export function sumsOf(totals: Totals, of: (status: PayoutItemStatus) => boolean) {
  const sums = new Map<string, { minor: bigint; items: number }>();
  for (const { currency, status, amountMinor, items } of totals) {
    if (!of(status)) continue;
    const sum = sums.get(currency) ?? { minor: 0n, items: 0 };
    sums.set(currency, { minor: sum.minor + amountMinor, items: sum.items + items });
  }
  return [...sums].map(([currency, { minor, items }]) => ({
    currency,
    amount: toDecimal(minor, currency),
    items,
  }));
}

export function isPayable(status: PayoutItemStatus): boolean {
  return !left.has(status);
}

/** It was not paid, and somebody should know. */
export function isUnpaid(status: PayoutItemStatus): boolean {
  return status === "failed" || status === "held";
}

export function isTroubled(status: PayoutItemStatus): boolean {
  return inTrouble.has(status);
}

export function countOf(totals: Totals, of: (status: PayoutItemStatus) => boolean): number {
  return totals.reduce((sum, { status, items }) => (of(status) ? sum + items : sum), 0);
}

/** How far a payout that was started has come. */
export function progressOf(totals: Totals): { done: number; all: number } {
  return { done: countOf(totals, (status) => ended.has(status)), all: countOf(totals, isPayable) };
}
