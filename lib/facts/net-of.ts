import { shareOf } from "../core/money.ts";
import { readTold, say, storeTold } from "../core/said.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "../whop/facts.ts";

type Payment = Pick<
  PaymentFact,
  | "status"
  | "substatus"
  | "currency"
  | "totalMinor"
  | "taxMinor"
  | "refundedMinor"
  | "amountProblem"
  | "stateAt"
>;
type Refund = Pick<RefundFact, "status" | "currency" | "amountMinor" | "amountProblem" | "stateAt">;
type Dispute = Pick<DisputeFact, "status" | "inquiry">;

export type Net = {
  /** What the buyer paid, discounts taken off, tax included. */
  grossMinor: bigint;
  taxMinor: bigint;
  /** What went back to the buyer, by refunds or a lost dispute; never more than was paid. */
  refundedMinor: bigint;
  /** What Whop says went back beyond that: counted nowhere, and an alarm. */
  overRefundedMinor: bigint;
  /** Gross without tax, less the share of it that went back. */
  netMinor: bigint;
  /** Funds are contested: what depends on this payment waits. */
  disputeOpen: boolean;
  disputeLost: boolean;
  /** Why the amounts cannot be trusted, as it is stored; then everything that depends on them is held. */
  problem: string | null;
};

/** What a payment is worth after its refunds and disputes: a function of the facts, whatever their order was. */
export function netOf(payment: Payment, refunds: readonly Refund[], disputes: readonly Dispute[]): Net {
  const { disputeOpen, disputeLost } = disputeOf(payment, disputes);
  const grossMinor = payment.totalMinor;
  const taxMinor = least(payment.taxMinor, grossMinor);
  const problem = problemOf(payment, refunds);
  // A refund and a lost dispute on one payment take it back once.
  const refunded = refundedBy(payment, refunds);
  const refundedMinor = disputeLost ? grossMinor : least(refunded, grossMinor);
  const overRefundedMinor = refunded > grossMinor ? refunded - grossMinor : 0n;
  const base = grossMinor - taxMinor;
  const netMinor = grossMinor === 0n ? 0n : base - shareOf(base, refundedMinor, grossMinor);
  return {
    grossMinor,
    taxMinor,
    refundedMinor,
    overRefundedMinor,
    netMinor,
    disputeOpen,
    disputeLost,
    problem,
  };
}

/**
 * The payment's own figure and the refunds' sum can each be behind the other. A refund that failed after the
 * payment's state was taken may still be in the payment's figure, and is taken out of it.
 */
function refundedBy(payment: Payment, refunds: readonly Refund[]): bigint {
  const succeeded = sum(refunds.filter((refund) => refund.status === "succeeded"));
  const undone = sum(refunds.filter((refund) => isUndone(refund) && refund.stateAt > payment.stateAt));
  const own = payment.refundedMinor - undone;
  return own > succeeded ? own : succeeded;
}

function isUndone(refund: Refund): boolean {
  return refund.status === "failed" || refund.status === "canceled";
}

/** An inquiry moves nothing. Without a dispute of its own the payment's substatus speaks. */
function disputeOf(
  payment: Payment,
  disputes: readonly Dispute[],
): { disputeOpen: boolean; disputeLost: boolean } {
  const real = disputes.filter((dispute) => !dispute.inquiry);
  if (real.length === 0) {
    return {
      disputeOpen: payment.substatus === "open_dispute",
      disputeLost: payment.substatus === "dispute_lost",
    };
  }
  return {
    disputeOpen: real.some(
      (dispute) => dispute.status === "needs_response" || dispute.status === "under_review",
    ),
    disputeLost: real.some((dispute) => dispute.status === "lost"),
  };
}

function problemOf(payment: Payment, refunds: readonly Refund[]): string | null {
  if (payment.amountProblem !== null) return payment.amountProblem;
  for (const refund of refunds) {
    if (refund.status !== "succeeded") continue;
    if (refund.amountProblem !== null)
      return storeTold(say("amount.refund", { problem: readTold(refund.amountProblem) }));
    if (refund.currency !== payment.currency)
      return storeTold(say("amount.refundCurrency", { currency: refund.currency, other: payment.currency }));
  }
  return null;
}

function sum(refunds: readonly Refund[]): bigint {
  return refunds.reduce((total, refund) => total + refund.amountMinor, 0n);
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
