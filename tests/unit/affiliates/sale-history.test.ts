import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyOf } from "#lib/affiliates/sale-history.ts";
import { netOf } from "#lib/facts/index.ts";
import type { DisputeFact, PaymentFact, RefundFact } from "#lib/whop/facts.ts";
import { disputeFact, paymentFact, refundFact } from "#tests/support/facts.ts";
import { day } from "#tests/support/sales.ts";

const of = (payment: PaymentFact, refunds: RefundFact[], disputes: DisputeFact[] = []) =>
  historyOf(payment, refunds, disputes, netOf(payment, refunds, disputes));
const payment = (given: Partial<PaymentFact> = {}) =>
  paymentFact({ paymentId: "pay_1", whopCreatedAt: day(0), totalMinor: 1_000n, ...given });
const refund = (on: number, minor: bigint, given: Partial<RefundFact> = {}) =>
  refundFact({ paymentId: "pay_1", whopCreatedAt: day(on), amountMinor: minor, ...given });
const dispute = (on: number, status: string, until = on) =>
  disputeFact({ paymentId: "pay_1", whopCreatedAt: day(on), stateAt: day(until), status });

describe("the history of a sale", () => {
  test("tells when each part went back, and never more than was paid", () => {
    expect(of(payment(), [refund(5, 300n), refund(2, 200n)]).takenBack).toEqual([
      { at: day(2), minor: 200n },
      { at: day(5), minor: 300n },
    ]);
    expect(of(payment(), [refund(2, 900n), refund(3, 900n)]).takenBack).toEqual([
      { at: day(2), minor: 900n },
      { at: day(3), minor: 100n },
    ]);
  });

  test("leaves out refunds that failed, and adds what only the payment itself tells", () => {
    const failed = refund(2, 400n, { status: "failed", stateAt: day(3) });
    expect(of(payment(), [failed]).takenBack).toEqual([]);
    expect(of(payment({ refundedMinor: 400n, stateAt: day(4) }), [refund(2, 100n)]).takenBack).toEqual([
      { at: day(2), minor: 100n },
      { at: day(4), minor: 300n },
    ]);
  });

  test("takes back what a lost dispute leaves once, at the instant it was lost", () => {
    expect(of(payment(), [refund(2, 400n), refund(9, 600n)], [dispute(3, "lost", 7)]).takenBack).toEqual([
      { at: day(2), minor: 400n },
      { at: day(7), minor: 600n },
    ]);
  });

  test("stands under a dispute until it is won or closed, and never under an inquiry", () => {
    expect(of(payment(), [], [dispute(3, "won", 8)]).contested).toEqual([{ from: day(3), until: day(8) }]);
    expect(of(payment(), [], [dispute(3, "under_review", 5)]).contested).toEqual([
      { from: day(3), until: null },
    ]);
    expect(of(payment(), [], [{ ...dispute(3, "needs_response"), inquiry: true }]).contested).toEqual([]);
    expect(of(payment({ substatus: "open_dispute", stateAt: day(4) }), []).contested).toEqual([
      { from: day(4), until: null },
    ]);
  });

  test("adds up to what the payment is worth, for any refunds and disputes in any order", () => {
    const anyRefund = fc
      .record({
        on: fc.nat(20),
        minor: fc.bigInt(0n, 1_500n),
        status: fc.constantFrom("succeeded", "failed", "pending"),
      })
      .map(({ on, minor, status }) => refund(on, minor, { status }));
    const anyDispute = fc
      .record({
        on: fc.nat(20),
        for: fc.nat(9),
        status: fc.constantFrom("lost", "won", "under_review", "closed"),
      })
      .map((one) => dispute(one.on, one.status, one.on + one.for));
    const own = fc.bigInt(0n, 1_000n).map((refundedMinor) => payment({ refundedMinor, stateAt: day(10) }));
    const facts = fc.tuple(
      own,
      fc.array(anyRefund, { maxLength: 5 }),
      fc.array(anyDispute, { maxLength: 2 }),
    );
    fc.assert(
      fc.property(facts, ([paid, refunds, disputes]) => {
        const net = netOf(paid, refunds, disputes);
        const history = of(paid, refunds, disputes);
        expect(history.takenBack.reduce((sum, { minor }) => sum + minor, 0n)).toBe(net.refundedMinor);
        expect(history.takenBack.map(({ at }) => at.getTime())).toEqual(
          history.takenBack.map(({ at }) => at.getTime()).sort((a, b) => a - b),
        );
        expect(of(paid, refunds.toReversed(), disputes.toReversed())).toEqual(history);
      }),
      { numRuns: 2_000 },
    );
  });
});
