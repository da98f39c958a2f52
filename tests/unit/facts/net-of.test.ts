import fc from "fast-check";
import { expect, it } from "vitest";
import { netOf } from "#lib/facts/index.ts";
import { disputeFact, paymentFact, refundFact } from "#tests/support/facts.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const paid = (more: Partial<ReturnType<typeof paymentFact>> = {}) =>
  paymentFact({ paymentId: "pay_1", whopCreatedAt: at(0), totalMinor: 1200n, taxMinor: 200n, ...more });
const refund = (amountMinor: bigint, status = "succeeded", seconds = 10) =>
  refundFact({ paymentId: "pay_1", whopCreatedAt: at(5), stateAt: at(seconds), amountMinor, status });
const dispute = (status: string, inquiry = false) =>
  disputeFact({ paymentId: "pay_1", whopCreatedAt: at(5), status, inquiry });

it("a payment is worth its total without tax", () => {
  expect(netOf(paid(), [], [])).toMatchObject({
    grossMinor: 1200n,
    taxMinor: 200n,
    refundedMinor: 0n,
    netMinor: 1000n,
  });
});

it("a refund counts when it has succeeded, by its share of what was paid, and never beyond that", () => {
  expect(netOf(paid(), [refund(600n, "pending")], []).netMinor).toBe(1000n);
  expect(netOf(paid(), [refund(600n)], []).netMinor).toBe(500n);
  expect(netOf(paid(), [refund(600n), refund(600n)], []).netMinor).toBe(0n);
  expect(netOf(paid(), [refund(900n), refund(900n)], [])).toMatchObject({
    refundedMinor: 1200n,
    overRefundedMinor: 600n,
    netMinor: 0n,
  });
});

it("the payment's own figure and the refunds count once, whichever of them came first", () => {
  expect(netOf(paid({ refundedMinor: 600n }), [], []).netMinor).toBe(500n);
  expect(netOf(paid({ refundedMinor: 600n }), [refund(600n)], []).netMinor).toBe(500n);
});

it("a refund that failed after all is undone, also where the payment still shows it", () => {
  expect(netOf(paid(), [refund(1200n, "failed")], []).netMinor).toBe(1000n);
  expect(
    netOf(paid({ refundedMinor: 1200n, stateAt: at(9) }), [refund(1200n, "failed", 10)], []).netMinor,
  ).toBe(1000n);
  // The payment was told later than the refund that failed, so what it shows was refunded by another.
  expect(
    netOf(paid({ refundedMinor: 1200n, stateAt: at(11) }), [refund(1200n, "failed", 10)], []).netMinor,
  ).toBe(0n);
});

it("an inquiry moves nothing, an open dispute holds, a lost one takes all back, a won one gives it back", () => {
  for (const status of ["needs_response", "under_review", "closed", "lost"]) {
    expect(netOf(paid(), [], [dispute(status, true)])).toMatchObject({
      disputeOpen: false,
      disputeLost: false,
      netMinor: 1000n,
    });
  }
  expect(netOf(paid(), [], [dispute("needs_response")])).toMatchObject({
    disputeOpen: true,
    netMinor: 1000n,
  });
  expect(netOf(paid(), [], [dispute("lost")])).toMatchObject({
    disputeLost: true,
    refundedMinor: 1200n,
    netMinor: 0n,
  });
  expect(netOf(paid(), [], [dispute("won")])).toMatchObject({
    disputeOpen: false,
    disputeLost: false,
    netMinor: 1000n,
  });
});

it("without a dispute of its own the payment's substatus speaks; with one, the dispute does", () => {
  expect(netOf(paid({ substatus: "dispute_lost" }), [], []).netMinor).toBe(0n);
  expect(netOf(paid({ substatus: "open_dispute" }), [], []).disputeOpen).toBe(true);
  expect(netOf(paid({ substatus: "open_dispute" }), [], [dispute("won")]).disputeOpen).toBe(false);
});

it("a refund and a lost dispute on one payment take it back once", () => {
  const net = netOf(paid({ refundedMinor: 1200n }), [refund(1200n)], [dispute("lost")]);
  expect(net).toMatchObject({ refundedMinor: 1200n, netMinor: 0n });
});

it("amounts that cannot be trusted are said, not guessed", () => {
  expect(netOf(paid({ amountProblem: "unknown currency" }), [], []).problem).toBe("unknown currency");
  const foreign = { ...refund(600n), currency: "EUR" };
  expect(netOf(paid(), [foreign], []).problem).toContain("EUR");
  expect(netOf(paid(), [{ ...foreign, status: "pending" }], []).problem).toBeNull();
});

it("is never negative, never more than the payment, and zero exactly when all of it went back", () => {
  const amounts = fc.record({
    total: fc.bigInt({ min: 1n, max: 10_000_000n }),
    tax: fc.bigInt({ min: 0n, max: 10_000n }),
    parts: fc.array(fc.bigInt({ min: 1n, max: 5_000_000n }), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(amounts, ({ total, tax, parts }) => {
      const payment = paid({ totalMinor: total, taxMinor: tax });
      const net = netOf(
        payment,
        parts.map((part) => refund(part)),
        [],
      );
      expect(net.netMinor).toBeGreaterThanOrEqual(0n);
      expect(net.netMinor + net.taxMinor).toBeLessThanOrEqual(total);
      if (net.refundedMinor === total) expect(net.netMinor).toBe(0n);
    }),
  );
});
