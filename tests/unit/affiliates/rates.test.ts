import { describe, expect, test } from "vitest";
import { monthsAfter } from "#lib/affiliates/refusal.ts";
import { day, earnedIn, period, refusalsIn, sale, under, version } from "#tests/support/sales.ts";

const percent = (bps: number) => ({ kind: "percent", bps }) as const;
const flat = (amounts: Record<string, string>) => ({ kind: "flat", amounts }) as const;

describe("a commission's rate", () => {
  test("is of what was paid less tax, or of what was paid, rounded half up once", () => {
    const sold = [sale(1, { grossMinor: 2_999n, taxMinor: 500n })];
    expect(earnedIn(under({ rate: percent(2_500), base: "net" }, sold))).toEqual([625]);
    expect(earnedIn(under({ rate: percent(2_500), base: "gross" }, sold))).toEqual([750]);
    expect(earnedIn(under({ rate: percent(1) }, [sale(1, { grossMinor: 5_000n })]))).toEqual([1]);
    expect(earnedIn(under({ rate: percent(1) }, [sale(1, { grossMinor: 4_999n })]))).toEqual([0]);
  });

  test("may be a flat amount, in the currencies that the plan names and no other", () => {
    const terms = { rate: flat({ USD: "7.50", JPY: "900" }) };
    const sold = [sale(1), sale(2, { currency: "JPY", grossMinor: 3_000n }), sale(3, { currency: "EUR" })];
    const commissions = under(terms, sold);
    expect(earnedIn(commissions)).toEqual([750, 900, 0]);
    expect(refusalsIn(commissions)).toEqual([null, null, "no_amount_in_currency"]);
  });

  test("of a product comes before the plan's and before every tier", () => {
    const terms = {
      rate: percent(1_000),
      productRates: { prod_book: 5_000 },
      tiers: [{ from: { referrals: 1 }, bps: 2_000 }],
    };
    const sold = [sale(1), sale(30, { productId: "prod_book" }), sale(31)];
    expect(earnedIn(under(terms, sold))).toEqual([1_000, 5_000, 2_000]);
  });

  test("says in its workings how it was found", () => {
    const [commission] = under({ rate: percent(2_500), caps: { perSale: { USD: "20.00" } } }, [
      sale(1, { grossMinor: 12_000n, taxMinor: 2_000n, takenBack: [{ at: day(2), minor: 6_000n }] }),
    ]);
    expect(commission?.workings).toEqual([
      { code: "base", base: "net", gross: "12000", tax: "2000", minor: "10000" },
      { code: "rate", from: "plan", bps: 2_500, tier: 0, minor: "2500" },
      { code: "cap", cap: "per_sale", limit: "2000", month: null, cut: "500" },
      { code: "taken_back", because: "refund", refunded: "6000", gross: "12000", minor: "1000" },
      { code: "hold", days: 14, until: day(15).toISOString() },
    ]);
  });
});

describe("how long a referral earns", () => {
  const renewals = [0, 31, 59, 90, 120].map((on) => sale(on, { referralId: "one", signedUpAt: day(0) }));

  test("is its first payment, or a number of months, or for ever", () => {
    const rate = percent(1_000);
    const reasons = (duration: object) =>
      refusalsIn(under({ rate, ...duration }, renewals)).map((reason) => reason ?? "earns");
    expect(reasons({ duration: { kind: "first_payment" } })).toEqual([
      "earns",
      ...Array.from({ length: 4 }, () => "duration_over"),
    ]);
    // From 1 January: 31 days later is 1 February, 59 is 1 March.
    expect(reasons({ duration: { kind: "months", months: 2 } })).toEqual([
      "earns",
      "earns",
      "duration_over",
      "duration_over",
      "duration_over",
    ]);
    expect(reasons({ duration: { kind: "lifetime" } })).toEqual(renewals.map(() => "earns"));
  });

  test("ends with the month's last day where the day does not exist, leap years included", () => {
    const later = (at: string, months: number) => monthsAfter(new Date(at), months).toISOString();
    expect(later("2026-01-31T10:00:00.000Z", 1)).toBe("2026-02-28T10:00:00.000Z");
    expect(later("2028-01-31T10:00:00.000Z", 1)).toBe("2028-02-29T10:00:00.000Z");
    expect(later("2028-02-29T00:00:00.000Z", 12)).toBe("2029-02-28T00:00:00.000Z");
    expect(later("2026-11-30T23:59:59.999Z", 3)).toBe("2027-02-28T23:59:59.999Z");
  });

  test("counts the first payment by Whop's time, in whatever order payments became known", () => {
    const backwards = renewals.toReversed();
    const terms = { rate: percent(1_000), duration: { kind: "first_payment" as const } };
    expect(under(terms, backwards)).toEqual(under(terms, renewals));
  });
});

describe("the terms of a referral", () => {
  test("are those under which it came, whatever the plan says later", () => {
    const plans = new Map([
      [
        "plan",
        [
          version({ rate: percent(1_000) }),
          version({ rate: percent(4_000) }, { version: 2, effectiveAt: day(10) }),
        ],
      ],
    ]);
    const sold = [
      sale(5, { referralId: "early", signedUpAt: day(5) }),
      sale(40, { referralId: "early", signedUpAt: day(5) }),
      sale(10, { signedUpAt: day(10) }),
    ];
    const commissions = under({ rate: percent(0) }, sold, { plans });
    expect(commissions.map(({ plan, earnedMinor }) => [plan.version, Number(earnedMinor)])).toEqual([
      [1, 1_000],
      [2, 4_000],
      [1, 1_000],
    ]);
  });

  test("are of the plan that the affiliate was on then", () => {
    const plans = new Map([
      ["plan", [version({ rate: percent(1_000) })]],
      ["gold", [version({ rate: percent(5_000) }, { planId: "gold" })]],
    ]);
    const terms = new Map([["ana", [period(0), period(20, { planId: "gold" })]]]);
    expect(earnedIn(under({ rate: percent(0) }, [sale(19), sale(20)], { plans, terms }))).toEqual([
      1_000, 5_000,
    ]);
  });

  test("are missing before there were any, and earn nothing while the affiliate is suspended", () => {
    const terms = new Map([["ana", [period(10), period(20, { isActive: false }), period(30)]]]);
    const sold = [
      sale(9),
      sale(10),
      sale(19, { referralId: "loyal" }),
      sale(25, { referralId: "loyal", signedUpAt: day(19) }),
      sale(26),
      sale(31, { referralId: "loyal", signedUpAt: day(19) }),
    ];
    expect(refusalsIn(under({ rate: percent(1_000) }, sold, { terms }))).toEqual([
      "before_terms",
      null,
      null,
      "suspended_at_sale",
      "suspended_at_signup",
      null,
    ]);
  });

  test("of somebody who never had any make no commissions", () => {
    expect(under({ rate: percent(1_000) }, [sale(1)], { terms: new Map() })).toEqual([]);
  });
});

describe("Whop's own affiliate fee", () => {
  const sold = (fee: bigint | null) => [sale(1, { whopAffiliateMinor: fee })];
  const terms = (whopAffiliate: "net_off" | "refuse" | "ignore") => ({ rate: percent(3_000), whopAffiliate });

  test("is taken off, refuses the commission, or changes nothing, as the plan says", () => {
    expect(earnedIn(under(terms("net_off"), sold(1_200n)))).toEqual([1_800]);
    expect(refusalsIn(under(terms("net_off"), sold(3_000n)))).toEqual(["nothing_left"]);
    expect(refusalsIn(under(terms("refuse"), sold(1n)))).toEqual(["whop_affiliate_paid"]);
    expect(refusalsIn(under(terms("refuse"), sold(0n)))).toEqual([null]);
    expect(earnedIn(under(terms("ignore"), sold(1_200n)))).toEqual([3_000]);
  });

  test("holds the commission until it is known, where the plan looks at it", () => {
    const holds = (choice: "net_off" | "refuse" | "ignore") =>
      under(terms(choice), sold(null)).map(({ heldBy }) => heldBy);
    expect(holds("net_off")).toEqual(["amount"]);
    expect(holds("refuse")).toEqual(["amount"]);
    expect(holds("ignore")).toEqual([null]);
  });
});
