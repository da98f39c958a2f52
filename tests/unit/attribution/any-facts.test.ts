import fc from "fast-check";
import { expect, test } from "vitest";
import type { Facts } from "#lib/attribution/types.ts";
import { hourMs } from "#lib/core/clock.ts";
import { buyer, click, decideOn, disputes, joins, link, noon, pays, refunds, type Way } from "./people.ts";

const at = (hours: number) => new Date(noon.getTime() + hours * hourMs);
const hours = fc.integer({ min: 0, max: 24 * 60 });
const of = (...ids: string[]) => fc.constantFrom(...ids);

const links = [
  link("a"),
  link("b"),
  link("own", { userId: buyer }),
  link("paused", {
    isActive: false,
    earlier: [{ until: at(-24 * 31), isActive: true, expiresAt: null, maxUses: null }],
  }),
];

const way: fc.Arbitrary<Way | "forged"> = fc.oneof(
  fc.constant("forged" as const),
  fc.record({ link: fc.constantFrom(...links), click: fc.option(hours.map((n) => click(at(n - 24 * 30)))) }),
);

/** Anything Whop might tell of a person: up to three memberships, their payments, and what became of those. */
const story = fc.record({
  memberships: fc.uniqueArray(
    fc
      .tuple(of("m1", "m2", "m3"), hours, of("active", "trialing", "canceled", "expired", "drafted"), hours)
      .map(([id, from, status, later]) => joins(id, at(from), { status, stateAt: at(from + later) })),
    { selector: (one) => one.membershipId },
  ),
  payments: fc.uniqueArray(
    fc
      .tuple(
        of("p1", "p2", "p3", "p4"),
        of("m1", "m2", "m3"),
        hours,
        of("paid", "paid", "open", "void"),
        of("2900", "0"),
      )
      .map(([id, membership, from, status, total]) =>
        pays(id, membership, at(from), {
          status,
          paidAt: status === "paid" ? at(from) : null,
          totalMinor: BigInt(total),
        }),
      ),
    { selector: (one) => one.paymentId },
  ),
  refunds: fc.array(
    fc
      .tuple(
        of("p1", "p2", "p3"),
        hours,
        of("pending", "succeeded", "failed"),
        fc.bigInt({ min: 1n, max: 2900n }),
      )
      .map(([id, from, status, amountMinor]) => refunds(id, at(from), { status, amountMinor })),
    { maxLength: 3 },
  ),
  disputes: fc.array(
    fc
      .tuple(
        of("p1", "p2", "p3"),
        hours,
        of("needs_response", "under_review", "won", "lost", "closed"),
        fc.boolean(),
      )
      .map(([id, from, status, inquiry]) => disputes(id, at(from), { status, inquiry })),
    { maxLength: 2 },
  ),
});
const ways = fc.record({ m1: way, m2: way, m3: way }, { requiredKeys: [] });
const rules = fc.record({
  touch: fc.constantFrom("first" as const, "last" as const),
  creditExistingCustomers: fc.boolean(),
  countTrials: fc.boolean(),
  countFree: fc.boolean(),
});

function reversed({ memberships, payments, refunds, disputes }: Facts): Facts {
  return {
    memberships: memberships.toReversed(),
    payments: payments.toReversed(),
    refunds: refunds.toReversed(),
    disputes: disputes.toReversed(),
  };
}

test("whatever is told of a person, the decision is the same in any order and names one winner at most", () => {
  fc.assert(
    fc.property(story, ways, rules, (facts, led, chosen) => {
      const decision = decideOn(facts, led, { rules: chosen });
      expect(decideOn(reversed(facts), led, { rules: chosen })).toEqual(decision);
      const won = decision.weighed.filter((one) => one.verdict === "won");
      expect(won).toHaveLength(decision.credit === null ? 0 : 1);
      expect(decision.weighed.every((one) => (one.verdict === "refused") === isRefusal(one.reason))).toBe(
        true,
      );
    }),
    { numRuns: 1000 },
  );
});

test("whatever is told of a person, credit follows from money that stands, and never goes to themselves", () => {
  fc.assert(
    fc.property(story, ways, rules, (facts, led, chosen) => {
      const { credit } = decideOn(facts, led, { rules: chosen });
      if (credit === null) return;
      expect(credit.referrerId).not.toBe(buyer);
      expect(["a", "b"]).toContain(credit.codeId);
      const standing = credit.values.filter((value) => value.standing === "stands");
      expect(credit.status === "converted").toBe(standing.length > 0);
      if (credit.status === "pending") expect(credit.values).toEqual([]);
      if (credit.status === "cancelled")
        expect([credit.cancelledAt, credit.cancelReason]).not.toContain(null);
      for (const value of credit.values) {
        expect(value.at.getTime()).toBeGreaterThanOrEqual(credit.signedUpAt.getTime() - 24 * 60 * hourMs);
        expect(value.netMinor + value.refundedMinor).toBeLessThanOrEqual(value.grossMinor);
        expect(value.netMinor).toBeGreaterThanOrEqual(0n);
      }
    }),
    { numRuns: 1000 },
  );
});

function isRefusal(reason: string): boolean {
  return ![
    "only_evidence",
    "first_touch",
    "last_touch",
    "not_first",
    "not_last",
    "after_first_payment",
  ].includes(reason);
}
