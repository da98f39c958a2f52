import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { candidatesOf } from "#lib/standings/candidates.ts";
import { pointsOf } from "#lib/standings/points-of.ts";
import {
  campaignEnd,
  campaignStart,
  campaignWith,
  hoursIn,
  paidReferral,
  scorer,
  termsWith,
  versionTerms,
} from "#tests/support/campaign-terms.ts";

const occasion = { event: "paid" as const, at: hoursIn(1), planId: "plan_a", country: "DE", timeZone: "UTC" };
const pointsUnder = (rules: object, more: Partial<typeof occasion> = {}) =>
  pointsOf(termsWith({ rules }).rules, { ...occasion, ...more }).points;

describe("the points of an event", () => {
  test("are the base while no multiplier applies", () => {
    expect(pointsUnder({})).toBe(10);
    expect(pointsUnder({ multipliers: [{ kind: "plan", planIds: ["plan_b"], factorBps: 20_000 }] })).toBe(10);
  });

  test("are multiplied by plan, country, weekday and dates, each where it applies", () => {
    const double = { factorBps: 20_000 };
    expect(pointsUnder({ multipliers: [{ kind: "plan", planIds: ["plan_a"], ...double }] })).toBe(20);
    expect(pointsUnder({ multipliers: [{ kind: "country", countries: ["DE"], ...double }] })).toBe(20);
    expect(pointsUnder({ multipliers: [{ kind: "weekday", days: [1], ...double }] })).toBe(20);
    const dates = { kind: "dates", from: "2026-03-02T00:00:00Z", until: "2026-03-02T01:00:00Z", ...double };
    expect(pointsUnder({ multipliers: [dates] }), "the end itself is over").toBe(10);
    expect(pointsUnder({ multipliers: [dates] }, { at: hoursIn(0) })).toBe(20);
  });

  test("a weekday is that of the campaign's time zone", () => {
    const multipliers = [{ kind: "weekday", days: [7], factorBps: 30_000 }];
    expect(pointsUnder({ multipliers }, { timeZone: "America/Los_Angeles" })).toBe(30);
    expect(pointsUnder({ multipliers }, { timeZone: "Asia/Tokyo" })).toBe(10);
  });

  test("factors are multiplied with each other and rounded once, half up", () => {
    const factor = (factorBps: number) => ({ kind: "weekday", days: [1], factorBps });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 3 }),
        (base, factors) => {
          const exact = factors.reduce((value, bps) => value * BigInt(bps), BigInt(base));
          const whole = 10_000n ** BigInt(factors.length);
          const halfUp = Number(exact / whole) + ((exact % whole) * 2n >= whole ? 1 : 0);
          expect(pointsUnder({ points: { paid: base }, multipliers: factors.map(factor) })).toBe(halfUp);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what a referral is worth in a campaign", () => {
  const linesOf = (
    referral: Parameters<typeof candidatesOf>[2][number],
    rules: object = {},
    now = hoursIn(100),
  ) => candidatesOf(campaignWith(versionTerms(termsWith({ rules }))), scorer("kai"), [referral], now);

  test("nothing happens outside of its time: the beginning is inside, the end is not", () => {
    expect(linesOf(paidReferral("r", campaignStart))).toHaveLength(1);
    expect(linesOf(paidReferral("r", campaignEnd))).toEqual([]);
    expect(linesOf(paidReferral("r", new Date(campaignStart.getTime() - 1)))).toEqual([]);
  });

  test("it waits for its hold to the millisecond, and counts from then on", () => {
    const end = hoursIn(1 + 24);
    const stateAt = (now: Date) =>
      linesOf(paidReferral("r", hoursIn(1)), { holdDays: 1, settleDays: 1 }, now)[0];
    expect(stateAt(new Date(end.getTime() - 1))).toMatchObject({
      state: "provisional",
      because: "hold",
      countsAt: end,
    });
    expect(stateAt(end)).toMatchObject({ state: "counted", because: null });
  });

  test.each([
    [{ review: "held" as const, isVerified: false }, "provisional", "review"],
    [{ isVerified: false }, "provisional", "review"],
    [{ holdReason: "open_dispute" }, "provisional", "open_dispute"],
    [{ review: "rejected" as const, isVerified: false }, "void", "rejected"],
    [{ status: "cancelled" as const, cancelReason: "refunded" }, "void", "refunded"],
  ])("held ones wait and lost ones are worth nothing: %o is %s", (more, state, because) => {
    expect(linesOf(paidReferral("r", hoursIn(1), more))).toMatchObject([{ state, because }]);
  });

  test("one whose credit went elsewhere has no line", () => {
    const moved = { status: "cancelled" as const, cancelReason: "superseded" };
    expect(linesOf(paidReferral("r", hoursIn(1), moved))).toEqual([]);
  });

  test("each version holds for what happens under it, and nothing counts while it is paused", () => {
    const before = versionTerms(termsWith());
    const after = versionTerms(termsWith({ rules: { points: { paid: 25 } } }));
    const campaign = campaignWith([
      { terms: before, validFrom: campaignStart },
      { terms: { ...before, isPaused: true }, validFrom: hoursIn(10) },
      { terms: after, validFrom: hoursIn(20) },
    ]);
    const referrals = [5, 10, 19, 20].map((hour) => paidReferral(`r${hour}`, hoursIn(hour)));
    const lines = candidatesOf(campaign, scorer("kai"), referrals, hoursIn(100));
    expect(lines.map(({ points, because, version }) => [points, because, version])).toEqual([
      [10, null, 1],
      [10, "paused", 2],
      [10, "paused", 2],
      [25, null, 3],
    ]);
  });

  test("only for whom, for what and from where the terms say", () => {
    const under = (terms: object, referral: object = {}, member: object = {}) =>
      candidatesOf(
        campaignWith(versionTerms(termsWith(terms))),
        scorer("kai", member),
        [paidReferral("r", hoursIn(1), referral)],
        hoursIn(100),
      )[0]?.because;
    expect(under({ rules: { planIds: ["plan_a"] } }, { planId: "plan_b" })).toBe("plan");
    expect(under({ rules: { planIds: ["plan_a"] } }, { planId: "plan_a" })).toBeNull();
    expect(under({ audience: { countries: ["DE"] } }, { country: "FR" })).toBe("country");
    expect(under({ audience: { countries: ["DE"] } }, { country: null })).toBeNull();
    expect(under({ audience: { countries: ["DE"], countUnknownCountry: false } })).toBe("country");
    expect(under({ audience: { members: "new" } })).toBe("audience");
    expect(under({ audience: { members: "new" } }, {}, { joinedAt: campaignStart })).toBeNull();
    expect(under({ audience: { members: "existing" } }, {}, { joinedAt: campaignStart })).toBe("audience");
    expect(under({ audience: { roles: ["affiliate"] } })).toBe("audience");
    const affiliation = [{ since: hoursIn(0), isActive: true, planId: "p" }];
    expect(under({ audience: { roles: ["affiliate"] } }, {}, { affiliation })).toBeNull();
    expect(under({ audience: { roles: ["member"] } }, {}, { affiliation })).toBe("audience");
    expect(under({ audience: { minReferrals: 1 } })).toBe("audience");
    expect(under({ audience: { minReferrals: 1 } }, {}, { convertedAt: [hoursIn(-1)] })).toBeNull();
    expect(under({ audience: { maxReferrals: 0 } }, {}, { convertedAt: [hoursIn(1)] })).toBeNull();
    const products = [{ productId: "prod_a", from: hoursIn(0), until: hoursIn(1) }];
    expect(under({ audience: { productIds: ["prod_a"] } }, {}, { products })).toBe("audience");
  });
});
