import { keptOf, linesOf, payableOf } from "#lib/affiliates/standing.ts";
import { differenceOf } from "#lib/ledger/settle.ts";
import type { BookModel } from "./book-model.ts";

/** Thrown by hand: in hundreds of thousands of comparisons `expect` costs more than what it compares. */
function hold(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

const lifetimeCaps = { USD: 19_000n, JPY: 20_000n };

/** What must hold of an affiliate's books after whatever happened. @throws naming what does not */
export function checkModel(model: BookModel): void {
  for (const { lines, source } of model.postings)
    hold(lines.reduce((sum, { amount }) => sum + amount, 0n) === 0n, `${source} does not balance`);
  for (const [unit, cap] of Object.entries(lifetimeCaps)) {
    const rows = model.rows.filter((row) => row.currency === unit);
    const sum = (of: (row: (typeof rows)[number]) => bigint) => rows.reduce((all, row) => all + of(row), 0n);
    const kept = sum(keptOf);
    const paid = sum((row) => row.paidMinor);
    const owed = model.balance("commission_payable", unit);
    hold(kept <= cap, "more is kept than the cap allows");
    hold(model.balance("commission_expense", unit) === -kept, "the expense is not what is kept");
    hold(model.balance("payout_paid", unit) === paid, "what was paid is not what the commissions say");
    hold(owed === sum(payableOf) - paid, "what is owed is not what stands");
    hold(owed >= -paid, "more was reversed than was ever paid");
    hold(paid >= 0n, "more was taken back than was paid");
  }
  for (const row of model.rows) {
    hold(row.earnedMinor >= row.reversedMinor && row.reversedMinor >= 0n, "a reversal beyond the commission");
    const waits = row.status === "held" || row.status === "pending";
    const payable = model.standOf(row.id).find(({ kind }) => kind === "commission_payable")?.amount ?? 0n;
    hold(!waits || payable <= row.paidMinor, "what is on hold or held is owed");
    hold(waits || payable === row.earnedMinor - row.reversedMinor, "what is approved is not owed");
    const rebuilt = linesOf(row, "ana");
    hold(differenceOf(rebuilt, model.standOf(row.id)).length === 0, "a rebuild differs from what is stored");
  }
  const postings = model.postings.length;
  model.settle();
  hold(model.postings.length === postings, "settling again posted something");
}

/** Told in another order, the same sales come to the same books. */
export function checkOrder(model: BookModel): void {
  const backwards = model.target(model.sales().toReversed()).map(({ after }) => after);
  const linesIn = (rows: typeof backwards) => rows.flatMap((row) => linesOf(row, "ana"));
  hold(differenceOf(linesIn(backwards), linesIn(model.rows)).length === 0, "the order of sales matters");
}
