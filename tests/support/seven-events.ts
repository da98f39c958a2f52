import type { Ctx } from "#lib/core/context.ts";
import { recordDispute, recordMembership, recordPayment, recordRefund } from "#lib/facts/index.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "#lib/whop/facts.ts";
import { disputeRank, paymentRank, refundRank } from "#lib/whop/ranks.ts";
import { unique } from "./factories.ts";
import { disputeFact, membershipFact, paymentFact, refundFact } from "./facts.ts";

type Whose = { whopUserId: string; metadata: Record<string, string> };
export type ToldEvent =
  | { of: "payment"; fact: PaymentFact }
  | { of: "refund"; fact: RefundFact }
  | { of: "dispute"; fact: DisputeFact };

/**
 * Everything that may happen to one payment, as Whop tells it: paid, a refund that succeeds, one that fails after
 * it had succeeded, and a dispute that is won. Two of the events carry one and the same stamp.
 */
export function sevenEvents(whose: Whose, at: (minutes: number) => Date): ToldEvent[] {
  const [paymentId, membershipId] = [unique("pay_"), unique("mem_")];
  const paid = (
    status: string,
    substatus: string | null,
    stateAt: Date,
    refundedMinor: bigint,
  ): ToldEvent => ({
    of: "payment",
    fact: paymentFact({
      ...whose,
      paymentId,
      membershipId,
      status,
      substatus,
      whopCreatedAt: at(0),
      paidAt: status === "paid" ? at(1) : null,
      totalMinor: 2_999n,
      taxMinor: 478n,
      refundedMinor,
      stateAt,
      stateRank: paymentRank(status, substatus),
    }),
  });
  const refund = (refundId: string, amountMinor: bigint, status: string, stateAt: Date): ToldEvent => ({
    of: "refund",
    fact: refundFact({
      paymentId,
      refundId,
      amountMinor,
      status,
      whopCreatedAt: at(10),
      stateAt,
      stateRank: refundRank(status),
    }),
  });
  const disputeId = unique("dspt_");
  const dispute = (status: string, stateAt: Date): ToldEvent => ({
    of: "dispute",
    fact: disputeFact({
      paymentId,
      disputeId,
      status,
      whopCreatedAt: at(30),
      stateAt,
      stateRank: disputeRank(status, false),
    }),
  });
  const [first, second] = [unique("rf_"), unique("rf_")];
  return [
    paid("pending", null, at(0), 0n),
    paid("paid", "partially_refunded", at(12), 1_000n),
    refund(first, 1_000n, "succeeded", at(12)),
    refund(second, 777n, "succeeded", at(20)),
    refund(second, 777n, "failed", at(25)),
    dispute("needs_response", at(30)),
    dispute("won", at(30)),
  ];
}

/** The membership that comes with them, which every order begins with: it says who bought. */
export async function joinFor(
  system: Ctx,
  whose: Whose,
  events: readonly ToldEvent[],
  at: Date,
): Promise<void> {
  const first = events.find(({ of }) => of === "payment");
  if (first?.of !== "payment" || first.fact.membershipId === null) throw new Error("no payment was told");
  await recordMembership(
    system,
    membershipFact({ ...whose, membershipId: first.fact.membershipId, whopCreatedAt: at }),
  );
}

export async function tell(system: Ctx, event: ToldEvent): Promise<void> {
  if (event.of === "payment") await recordPayment(system, event.fact);
  else if (event.of === "refund") await recordRefund(system, event.fact);
  else await recordDispute(system, event.fact);
}

/** What is known after these events: of each object the state with the latest stamp, then the later in life. */
export function knownAfter(events: readonly ToldEvent[]) {
  const latest = <F extends { stateAt: Date; stateRank: number }>(
    facts: readonly F[],
    idOf: (fact: F) => string,
  ) => {
    const states = new Map<string, F>();
    for (const fact of facts) {
      const known = states.get(idOf(fact));
      const age = known
        ? fact.stateAt.getTime() - known.stateAt.getTime() || fact.stateRank - known.stateRank
        : 1;
      if (age > 0) states.set(idOf(fact), fact);
    }
    return [...states.values()];
  };
  return {
    payments: latest(
      events.flatMap((event) => (event.of === "payment" ? [event.fact] : [])),
      ({ paymentId }) => paymentId,
    ),
    refunds: latest(
      events.flatMap((event) => (event.of === "refund" ? [event.fact] : [])),
      ({ refundId }) => refundId,
    ),
    disputes: latest(
      events.flatMap((event) => (event.of === "dispute" ? [event.fact] : [])),
      ({ disputeId }) => disputeId,
    ),
  };
}
