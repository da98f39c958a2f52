import fc from "fast-check";
import { expect, test } from "vitest";
import { keptOf } from "#lib/affiliates/standing.ts";
import { checkModel, checkOrder } from "#tests/support/book-checks.ts";
import { BookModel, happening } from "#tests/support/book-model.ts";

test("the books balance after each step of 20,000 random histories, and a rebuild is what is stored", () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 9 }), (events) => {
      const model = new BookModel();
      for (const event of events) {
        model.happens(event);
        checkModel(model);
      }
      checkOrder(model);
    }),
    { numRuns: 20_000 },
  );
});

test("the histories reach what they are to prove: caps, payouts, reversals after them, holds and tiers", () => {
  const seen = new Set<string>();
  const histories = fc.sample(fc.array(happening, { minLength: 6, maxLength: 9 }), {
    numRuns: 2_000,
    seed: 1,
  });
  for (const events of histories) {
    const model = new BookModel();
    for (const event of events) {
      model.happens(event);
      for (const row of model.rows) {
        seen.add(row.status);
        if (row.paidMinor > keptOf(row)) seen.add("reversed after it was paid");
        if (row.tier > 0) seen.add("a tier");
        for (const line of row.workings) seen.add(line.code === "cap" ? line.cap : line.code);
      }
    }
  }
  const statuses = ["pending", "held", "approved", "paid", "reversed", "refused"];
  const rules = [
    "per_sale",
    "per_month",
    "lifetime",
    "whop_affiliate",
    "a tier",
    "reversed after it was paid",
  ];
  expect([...seen]).toEqual(expect.arrayContaining([...statuses, ...rules]));
});
