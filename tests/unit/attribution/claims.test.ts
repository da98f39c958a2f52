import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApprovedClaim } from "#lib/attribution/types.ts";
import { dayMs, hourMs, secondMs } from "#lib/core/clock.ts";
import { buyer, day, decideOn, hour, joins, link, noon, pays, told, type Way } from "./people.ts";

const claimAt = (filedAt: Date, claimerId = "claimer"): ApprovedClaim => ({
  id: "claim",
  claimerId,
  filedAt,
});
const bought = { memberships: [joins("m1", day(0))], payments: [pays("p1", "m1", hour(1))] };

describe("an approved claim", () => {
  test("credits its claimer where the checkout names no link, without a link or a click", () => {
    const { outcome, reason, credit, weighed } = decideOn(bought, {}, { claim: claimAt(day(2)) });
    expect([outcome, reason]).toEqual(["credited", "converted"]);
    expect(credit).toMatchObject({
      referrerId: "claimer",
      evidence: "claim",
      codeId: null,
      campaignId: null,
      click: null,
      signedUpAt: day(0),
      qualifyingPaymentId: "p1",
    });
    expect(weighed).toMatchObject([{ kind: "claim", verdict: "won", reason: "claim_only", code: null }]);
  });

  test("gives way to what the checkout says, whether of somebody else or of the claimer", () => {
    for (const owner of ["somebody", "claimer"]) {
      const way: Way = { link: link("a", { userId: owner }) };
      const decision = decideOn(bought, { m1: way }, { claim: claimAt(day(2)) });
      expect(decision.credit).toMatchObject({
        referrerId: owner,
        evidence: "checkout_metadata",
        codeId: "a",
      });
      expect(decision.weighed.at(-1)).toMatchObject({
        kind: "claim",
        verdict: "lost",
        reason: "claim_outweighed",
      });
    }
  });

  test("stands where what the checkout says is refused", () => {
    const { credit, weighed } = decideOn(bought, { m1: "forged" }, { claim: claimAt(day(2)) });
    expect(credit?.referrerId).toBe("claimer");
    expect(weighed.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual([
      "refused bad_signature",
      "won claim_only",
    ]);
  });

  test("makes nobody else's later link good that was refused without it", () => {
    const later = {
      memberships: [joins("m1", day(0)), joins("m2", day(3))],
      payments: [pays("p2", "m2", day(3))],
    };
    for (const touch of ["first", "last"] as const) {
      const { credit, weighed } = decideOn(
        later,
        { m2: { link: link("b") } },
        { claim: claimAt(day(4)), rules: { touch } },
      );
      expect(credit).toMatchObject({ referrerId: "claimer", qualifyingPaymentId: "p2" });
      expect(weighed).toMatchObject([{ reason: "existing_customer" }, { reason: "claim_only" }]);
    }
  });

  test("gives way to a later link where the rules credit existing customers", () => {
    const later = {
      memberships: [joins("m1", day(0)), joins("m2", day(3))],
      payments: [pays("p1", "m1", day(0)), pays("p2", "m2", day(3))],
    };
    const { credit } = decideOn(
      later,
      { m2: { link: link("b") } },
      { claim: claimAt(day(4)), rules: { creditExistingCustomers: true } },
    );
    expect(credit).toMatchObject({ codeId: "b", qualifyingPaymentId: "p2" });
  });

  test("is about a joining within the window on either side, inclusive to the second", () => {
    const edge = 30 * dayMs + secondMs - 1;
    for (const sign of [1, -1]) {
      const within = decideOn(bought, {}, { claim: claimAt(new Date(noon.getTime() + sign * edge)) });
      expect(within.credit?.referrerId).toBe("claimer");
      const beyond = decideOn(bought, {}, { claim: claimAt(new Date(noon.getTime() + sign * (edge + 1))) });
      expect(told(beyond)).toBe("refused claim_too_late");
    }
  });

  test("does not bring somebody who had bought before, unless the rules credit them", () => {
    const returned = {
      memberships: [joins("m1", day(-90)), joins("m2", day(0))],
      payments: [pays("p1", "m1", day(-90)), pays("p2", "m2", day(0))],
    };
    const claim = claimAt(day(1));
    expect(told(decideOn(returned, {}, { claim }))).toBe("refused claim_existing_customer");
    const { credit } = decideOn(returned, {}, { claim, rules: { creditExistingCustomers: true } });
    expect(credit).toMatchObject({ referrerId: "claimer", qualifyingPaymentId: "p2", signedUpAt: day(0) });
  });

  test("never refers somebody to themselves", () => {
    expect(told(decideOn(bought, {}, { claim: claimAt(day(0), buyer) }))).toBe("refused self_referral");
  });
});

const at = (hours: number) => new Date(noon.getTime() + hours * hourMs);
const hours = fc.integer({ min: 0, max: 24 * 60 });

test("whatever the checkouts credit, a claim changes nothing of it; what they do not, only a claim can", () => {
  const links = [
    link("a"),
    link("b"),
    link("own", { userId: buyer }),
    link("of-claimer", { userId: "claimer" }),
  ];
  const way = fc.oneof(
    fc.constant("forged" as const),
    fc.record({ link: fc.constantFrom(...links) }),
    fc.record({ link: fc.constantFrom(...links) }),
  );
  const story = fc.record({
    memberships: fc.uniqueArray(
      fc.tuple(fc.constantFrom("m1", "m2", "m3"), hours).map(([id, from]) => joins(id, at(from))),
      { selector: (one) => one.membershipId },
    ),
    payments: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom("p1", "p2", "p3"), fc.constantFrom("m1", "m2", "m3"), hours)
        .map(([id, membership, from]) => pays(id, membership, at(from))),
      { selector: (one) => one.paymentId },
    ),
  });
  const rules = fc.record({
    touch: fc.constantFrom("first" as const, "last" as const),
    creditExistingCustomers: fc.boolean(),
    countFree: fc.boolean(),
  });
  const ways = fc.record({ m1: way, m2: way, m3: way }, { requiredKeys: [] });
  let [claimed, untouched] = [0, 0];
  fc.assert(
    fc.property(story, ways, rules, hours, (facts, ways, rules, filed) => {
      const without = decideOn(facts, ways, { rules });
      const { weighed, ...decision } = decideOn(facts, ways, { rules, claim: claimAt(at(filed)) });
      if (without.credit) {
        untouched += 1;
        const byCheckout = weighed.filter(({ kind }) => kind !== "claim");
        expect({ ...decision, weighed: byCheckout }).toEqual(without);
      } else if (decision.credit) {
        claimed += 1;
        expect(decision.credit).toMatchObject({ evidence: "claim", referrerId: "claimer" });
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(claimed, untouched)).toBeGreaterThan(20);
});
