import { describe, expect, test } from "vitest";
import {
  day,
  dayOne,
  earnedIn,
  keptIn,
  period,
  refusalsIn,
  sale,
  under,
  version,
} from "#tests/support/sales.ts";

const percent = (bps: number) => ({ kind: "percent", bps }) as const;

describe("a tier", () => {
  const terms = {
    rate: percent(1_000),
    tiers: [
      { from: { referrals: 2 }, bps: 2_000 },
      { from: { referrals: 3 }, bps: 3_000 },
    ],
  };

  test("begins with the sale after it was reached, and changes none before", () => {
    // Confirmed on days 15, 16 and 17: the sale of day 16 still sees one.
    const sold = [sale(1), sale(2), sale(3), sale(16), sale(16.5), sale(17.5)];
    expect(earnedIn(under(terms, sold))).toEqual([1_000, 1_000, 1_000, 1_000, 2_000, 3_000]);
  });

  test("counts people, not payments", () => {
    const sold = [1, 2, 3].map((on) => sale(on, { referralId: "one" }));
    expect(earnedIn(under(terms, [...sold, sale(40)]))).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  test("looks at what stood at the sale: a refund after it changes nothing, one before it counts", () => {
    const at = (on: number) => ({ takenBack: [{ at: day(on), minor: 10_000n }] });
    const sold = (refundedOn: number) => [sale(1), sale(2, at(refundedOn)), sale(30), sale(50)];
    expect(earnedIn(under(terms, sold(29)))).toEqual([1_000, 1_000, 1_000, 2_000]);
    // On day 30 two were confirmed; by day 50 one of them was gone, and that of day 30 had come.
    expect(earnedIn(under(terms, sold(31)))).toEqual([1_000, 1_000, 2_000, 2_000]);
  });

  test("does not count what was contested, in review or rejected at that time", () => {
    const contested = { doubted: [{ from: day(10), until: day(40) }] };
    expect(earnedIn(under(terms, [sale(1), sale(2, contested), sale(30), sale(41)]))).toEqual([
      1_000, 1_000, 1_000, 2_000,
    ]);
    expect(earnedIn(under(terms, [sale(1), sale(2, { withdrawn: "rejected" }), sale(30)])).at(-1)).toBe(
      1_000,
    );
  });

  test("may be reached by revenue in its currency, less what went back", () => {
    const byRevenue = {
      rate: percent(1_000),
      tiers: [{ from: { currency: "USD", net: "150.00" }, bps: 2_000 }],
    };
    const half = { takenBack: [{ at: day(5), minor: 5_000n }] };
    expect(earnedIn(under(byRevenue, [sale(1), sale(2, half), sale(30)]))).toEqual([1_000, 1_000, 2_000]);
    const more = { takenBack: [{ at: day(5), minor: 5_001n }] };
    expect(earnedIn(under(byRevenue, [sale(1), sale(2, more), sale(30)]))).toEqual([1_000, 1_000, 1_000]);
    const euro = { currency: "EUR", grossMinor: 90_000n };
    expect(earnedIn(under(byRevenue, [sale(1, euro), sale(30)])).at(-1)).toBe(1_000);
  });
});

describe("a cap", () => {
  test("of a sale bounds what it earns before refunds", () => {
    const terms = { rate: percent(5_000), caps: { perSale: { USD: "30.00" } } };
    const half = { takenBack: [{ at: day(3), minor: 5_000n }] };
    expect(keptIn(under(terms, [sale(1), sale(2, half)]))).toEqual([3_000, 1_500]);
  });

  test("of a month is given out in the order of the sales, and what a refund frees goes to the next", () => {
    const terms = { rate: percent(1_000), caps: { perMonth: { USD: "15.00" } } };
    expect(keptIn(under(terms, [sale(1), sale(2), sale(3), sale(31)]))).toEqual([1_000, 500, 0, 1_000]);
    const refunded = sale(1, { takenBack: [{ at: day(9), minor: 10_000n }] });
    expect(keptIn(under(terms, [refunded, sale(2), sale(3)]))).toEqual([0, 1_000, 500]);
    expect(refusalsIn(under(terms, [sale(1), sale(2), sale(3)]))).toEqual([null, null, "nothing_left"]);
  });

  test("of a month begins and ends at the community's own midnight", () => {
    const terms = { rate: percent(1_000), caps: { perMonth: { USD: "10.00" } } };
    const lateInJanuary = sale(1, { occurredAt: new Date("2026-01-31T22:59:59.999Z") });
    const already = sale(2, { occurredAt: new Date("2026-01-31T23:00:00.000Z") });
    const first = sale(0, { occurredAt: dayOne });
    const sold = [first, lateInJanuary, already];
    expect(keptIn(under(terms, sold, { timeZone: "Europe/Berlin" }))).toEqual([1_000, 0, 1_000]);
    expect(keptIn(under(terms, sold, { timeZone: "UTC" }))).toEqual([1_000, 0, 0]);
  });

  test("for life counts every month, and each currency by itself", () => {
    const terms = { rate: percent(1_000), caps: { lifetime: { USD: "25.00", JPY: "100" } } };
    const sold = [
      sale(1),
      sale(40),
      sale(80),
      sale(120, { currency: "JPY" }),
      sale(121, { currency: "EUR" }),
    ];
    expect(keptIn(under(terms, sold))).toEqual([1_000, 1_000, 500, 100, 1_000]);
  });

  test("keeps a commission and its reversal apart, so that both can be shown", () => {
    const terms = { rate: percent(1_000), caps: { lifetime: { USD: "3.00" } } };
    const half = sale(1, { takenBack: [{ at: day(2), minor: 5_000n }] });
    const [commission] = under(terms, [half]);
    expect(commission).toMatchObject({ earnedMinor: 800n, reversedMinor: 500n });
  });
});

describe("the second level", () => {
  const terms = { rate: percent(2_000), secondLevelBps: 500 };
  const recruited = new Map([
    ["ana", [period(0)]],
    ["ben", [period(0, { recruitedBy: "ana" })]],
  ]);
  const bens = (on: number, given = {}) => sale(on, { affiliateId: "ben", ...given });

  test("gives the recruiter their share of the same base, beside the affiliate's own", () => {
    const sold = [bens(1, { grossMinor: 12_000n, taxMinor: 2_000n })];
    expect(under(terms, sold, { terms: recruited })).toMatchObject([{ level: 2, earnedMinor: 500n }]);
    expect(under(terms, sold, { terms: recruited, affiliateId: "ben" })).toMatchObject([
      { level: 1, earnedMinor: 2_000n },
    ]);
  });

  test("is nothing while the plan has none, or somebody else recruited the affiliate", () => {
    expect(under({ rate: percent(2_000) }, [bens(1)], { terms: recruited })).toEqual([]);
    const other = new Map([...recruited, ["ben", [period(0, { recruitedBy: "cleo" })]]]);
    expect(under(terms, [bens(1)], { terms: other })).toEqual([]);
  });

  test("needs both of them to be active at the sale", () => {
    const away = (who: string) =>
      new Map(
        [...recruited].map(([id, list]) => [
          id,
          id === who ? [...list, period(10, { isActive: false })] : list,
        ]),
      );
    const sold = [bens(5), bens(15, { signedUpAt: day(5) })];
    const expected = [null, "suspended_at_sale"];
    expect(refusalsIn(under(terms, sold, { terms: away("ana") }))).toEqual(expected);
    const whenBenIsAway = new Map([
      ["ana", [period(0)]],
      ["ben", [period(0, { recruitedBy: "ana" }), period(10, { isActive: false, recruitedBy: "ana" })]],
    ]);
    expect(refusalsIn(under(terms, sold, { terms: whenBenIsAway }))).toEqual(expected);
  });

  test("counts for no tier and no cap of the recruiter's own sales", () => {
    const plans = new Map([
      [
        "plan",
        [
          version({
            ...terms,
            tiers: [{ from: { referrals: 1 }, bps: 3_000 }],
            caps: { lifetime: { USD: "22.00" } },
          }),
        ],
      ],
    ]);
    const sold = [bens(1), bens(2), sale(30), sale(60)];
    const commissions = under(terms, sold, { terms: recruited, plans });
    expect(commissions.map(({ level, earnedMinor }) => [level, Number(earnedMinor)])).toEqual([
      [2, 500],
      [2, 500],
      [1, 2_000],
      [1, 200],
    ]);
  });

  test("loses nothing to Whop's own fee, which is taken off once", () => {
    const sold = [bens(1, { whopAffiliateMinor: 1_500n })];
    expect(earnedIn(under(terms, sold, { terms: recruited }))).toEqual([500]);
    expect(earnedIn(under(terms, sold, { terms: recruited, affiliateId: "ben" }))).toEqual([500]);
  });
});
