import type { CommissionStatus } from "#db/enums.ts";
import type { Line } from "../ledger/index.ts";
import type { Commission } from "./commission.ts";

type Amounts = { earnedMinor: bigint; reversedMinor: bigint; paidMinor: bigint };

/** Where a commission stands at an instant, with what of it was paid. */
export function statusOf(
  commission: Pick<Commission, "earnedMinor" | "reversedMinor" | "refusal" | "heldBy" | "holdUntil">,
  paidMinor: bigint,
  now: Date,
): CommissionStatus {
  const kept = keptOf(commission);
  if (commission.refusal !== null) return "refused";
  if (kept > 0n && kept === paidMinor) return "paid";
  if (kept === 0n && commission.earnedMinor > 0n) return "reversed";
  if (commission.heldBy !== null) return "held";
  return now < commission.holdUntil ? "pending" : "approved";
}

export function keptOf({
  earnedMinor,
  reversedMinor,
}: Pick<Amounts, "earnedMinor" | "reversedMinor">): bigint {
  return earnedMinor - reversedMinor;
}

/** What of a commission is owed or was paid: all that is approved, and of one that waits what was paid before. */
export function payableOf(commission: Amounts & { status: CommissionStatus }): bigint {
  const kept = keptOf(commission);
  const waits = commission.status === "pending" || commission.status === "held";
  return waits && commission.paidMinor < kept ? commission.paidMinor : kept;
}

/** What is still to be paid; negative after a reversal of what was paid. */
export function unpaidOf(commission: Amounts & { status: CommissionStatus }): bigint {
  return payableOf(commission) - commission.paidMinor;
}

/** How the books stand for a commission, on the accounts of its affiliate. */
export function linesOf(
  commission: Amounts & { status: CommissionStatus; currency: string },
  holderId: string,
): Line[] {
  const kept = keptOf(commission);
  const payable = payableOf(commission);
  const waiting = commission.status === "held" ? "commission_held" : "commission_pending";
  const line = (kind: Line["kind"], amount: bigint): Line[] =>
    amount === 0n ? [] : [{ holderId, kind, unit: commission.currency, amount }];
  return [
    ...line("commission_expense", -kept),
    ...line("commission_payable", payable),
    ...line(waiting, kept - payable),
  ];
}
