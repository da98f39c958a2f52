import { describe, expect, test } from "vitest";
import { draftOf, newDraft, termsOf } from "#app/dashboard/[companyId]/affiliates/plans/_form/draft.ts";
import { problemsOf } from "#app/dashboard/[companyId]/affiliates/plans/_form/draft-problems.ts";
import { PlanTerms } from "#lib/affiliates/index.ts";

const everything = PlanTerms.parse({
  rate: { kind: "percent", bps: 1_250 },
  base: "gross",
  duration: { kind: "months", months: 6 },
  tiers: [
    { from: { referrals: 3 }, bps: 1_500 },
    { from: { currency: "JPY", net: "50000" }, bps: 2_025 },
  ],
  productRates: { prod_a: 4_000, prod_b: 0 },
  caps: { perSale: { USD: "50.00" }, perMonth: { USD: "500.00", KWD: "12.500" } },
  secondLevelBps: 500,
  whopAffiliate: "refuse",
});
const flat = PlanTerms.parse({
  rate: { kind: "flat", amounts: { USD: "10.00", JPY: "1500" } },
  duration: { kind: "first_payment" },
});

describe("the form of a commission plan", () => {
  test.each([everything, flat])("gives back the terms that were put into it", (terms) => {
    const draft = draftOf({ id: "", name: "Partners", terms }, "USD");
    expect(problemsOf(draft)).toEqual({});
    expect(termsOf(draft)).toEqual(terms);
  });

  test("begins with terms that can be saved, once they have a name", () => {
    const draft = newDraft("USD", true);
    expect(problemsOf(draft)).toEqual({ name: "required" });
    expect(PlanTerms.parse(termsOf(draft))).toEqual(termsOf(draft));
  });

  test("reads decimals with a comma, and refuses what is no percentage or amount before it is sent", () => {
    const draft = { ...newDraft("EUR", true), name: "Partners" };
    expect(termsOf({ ...draft, percent: "12,5" }).rate).toEqual({ kind: "percent", bps: 1_250 });
    const row = (amount: string, currency = "EUR", key = 0) => ({ key, currency, amount });
    expect(problemsOf({ ...draft, percent: "101" })).toEqual({ percent: "percent" });
    expect(problemsOf({ ...draft, percent: "1.234" })).toEqual({ percent: "percent" });
    expect(problemsOf({ ...draft, perSale: [row("-1")] })).toEqual({ perSale: "amount" });
    expect(problemsOf({ ...draft, perSale: [row("1"), row("2", "EUR", 1)] })).toEqual({ perSale: "twice" });
    expect(problemsOf({ ...draft, rateKind: "flat", flat: [row(" ")] })).toEqual({ flat: "required" });
    expect(problemsOf({ ...draft, hasSecondLevel: true, secondLevel: "0" })).toEqual({
      secondLevel: "percent",
    });
  });
});
