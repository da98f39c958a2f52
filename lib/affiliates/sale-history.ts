import type { Net } from "../facts/index.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "../whop/facts.ts";
import type { Sale, Span, TakenBack } from "./sale.ts";

type Payment = Pick<PaymentFact, "substatus" | "stateAt">;
type Refund = Pick<RefundFact, "refundId" | "status" | "amountMinor" | "stateAt">;
type Dispute = Pick<DisputeFact, "inquiry" | "status" | "whopCreatedAt" | "stateAt">;

/**
 * When, by Whop's own timestamps, a payment went back to its buyer and when it was contested. The amounts add up
 * to what `net` says, whatever order the facts came in.
 */
export function historyOf(
  payment: Payment,
  refunds: readonly Refund[],
  disputes: readonly Dispute[],
  net: Net,
): Pick<Sale, "takenBack"> & { contested: Span[] } {
  const real = disputes.filter(({ inquiry }) => !inquiry);
  const lost = real.filter(({ status }) => status === "lost").map(({ stateAt }) => stateAt);
  const lostAt = net.disputeLost ? (earliest(lost) ?? payment.stateAt) : null;
  const told: TakenBack[] = refunds
    .filter(({ status }) => status === "succeeded")
    .toSorted((a, b) => a.stateAt.getTime() - b.stateAt.getTime() || (a.refundId < b.refundId ? -1 : 1))
    .map(({ stateAt, amountMinor }) => ({ at: stateAt, minor: amountMinor }));
  const takenBack: TakenBack[] = [];
  let left = net.refundedMinor;
  for (const { at, minor } of told) {
    if (lostAt !== null && at > lostAt) break;
    const part = minor < left ? minor : left;
    if (part > 0n) takenBack.push({ at, minor: part });
    left -= part;
  }
  // A lost dispute takes the rest; so does the payment's own figure where no refund accounts for it.
  if (left > 0n) takenBack.push({ at: lostAt ?? payment.stateAt, minor: left });
  return {
    takenBack: takenBack.sort((a, b) => a.at.getTime() - b.at.getTime()),
    contested: contestedBy(payment, real, net),
  };
}

function contestedBy(payment: Payment, disputes: readonly Dispute[], net: Net): Span[] {
  if (disputes.length === 0) return net.disputeOpen ? [{ from: payment.stateAt, until: null }] : [];
  return disputes
    .map(({ status, whopCreatedAt, stateAt }) => ({
      from: whopCreatedAt,
      until: status === "won" || status === "closed" ? stateAt : null,
    }))
    .sort((a, b) => a.from.getTime() - b.from.getTime() || endOf(a) - endOf(b));
}

function endOf({ until }: Span): number {
  return until?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function earliest(times: readonly Date[]): Date | null {
  return times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : null;
}
