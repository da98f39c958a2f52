import { describe, expect, it } from "vitest";
import { workingRow } from "#app/_ui/commission/working-words.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { type Locale, locales } from "#app/_ui/i18n/locale.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import {
  promiseDetails,
  promiseExample,
  promiseSentence,
} from "#app/experiences/[experienceId]/_affiliate/promise-words.ts";
import { lineWords } from "#app/experiences/[experienceId]/earnings/statement/_parts/line-words.ts";
import { PlanTerms, type Workings } from "#lib/affiliates/index.ts";
import type { Plan } from "#lib/companies/index.ts";
import type { StatementLine } from "#lib/payouts/index.ts";

const now = new Date("2026-12-01T12:00:00Z");
const speechIn = (locale: Locale) => ({
  locale,
  t: translatorFor(locale),
  format: formatFor(locale, "UTC", now),
});
const en = speechIn("en");
const plain = (text: string) => text.replaceAll(" ", " ");

const monthly: Plan = {
  planId: "plan_m",
  productId: "prod_studio",
  productTitle: "Studio",
  title: "Monthly",
  planType: "renewal",
  billingPeriodDays: 30,
  trialPeriodDays: null,
  initialPrice: { minor: 2_900n, currency: "USD" },
  renewalPrice: { minor: 2_900n, currency: "USD" },
  isVisible: true,
  purchaseUrl: null,
};

const until = "2026-12-05T10:00:00Z";
const lines: Workings = [
  { code: "base", base: "net", gross: "29.00", tax: "4.63", minor: "24.37" },
  { code: "base", base: "gross", gross: "29.00", tax: "0.00", minor: "29.00" },
  ...(["plan", "tier", "product", "second_level"] as const).map(
    (from) => ({ code: "rate", from, bps: 2_525, tier: 2, minor: "7.32" }) as const,
  ),
  { code: "flat", minor: "10.00" },
  { code: "cap", cap: "per_sale", limit: "5.00", month: null, cut: "2.32" },
  { code: "cap", cap: "per_month", limit: "100.00", month: "2026-11", cut: "2.32" },
  { code: "cap", cap: "lifetime", limit: "500.00", month: null, cut: "2.32" },
  { code: "whop_affiliate", choice: "net_off", fee: null, cut: "0.00" },
  { code: "whop_affiliate", choice: "net_off", fee: "2.00", cut: "2.00" },
  { code: "whop_affiliate", choice: "ignore", fee: "2.00", cut: "0.00" },
  { code: "refused", reason: "duration_over" },
  { code: "taken_back", because: "refund", refunded: "14.50", gross: "29.00", minor: "3.66" },
  { code: "hold", days: 14, until },
  { code: "held", by: "dispute" },
];

describe.each(locales)("in %s", (locale) => {
  const speech = speechIn(locale);

  it("every line of a commission's workings is a sentence of its own, with all of its numbers", () => {
    const rows = lines.map((line) => workingRow(line, { ...speech, currency: "USD", now }));
    for (const { text } of rows) expect(text).not.toMatch(/[{}]|commission\.|undefined|NaN/);
    expect(new Set(rows.map(({ text }) => text)).size).toBe(lines.length);
  });

  it("terms of every kind are worded without a gap", () => {
    const rates = [
      { kind: "percent", bps: 3_000 },
      { kind: "flat", amounts: { USD: "12.50", EUR: "11" } },
    ] as const;
    const durations = [
      { kind: "first_payment" },
      { kind: "months", months: 1 },
      { kind: "lifetime" },
    ] as const;
    const sentences = rates.flatMap((rate) =>
      durations.map((duration) => promiseSentence(PlanTerms.parse({ rate, duration }), speech)),
    );
    expect(new Set(sentences).size).toBe(6);
    for (const sentence of sentences) expect(sentence).not.toMatch(/[{}]|earnings\.|undefined|NaN/);
  });
});

it("a rate keeps its two decimals, a cap names its month, and a hold that is over is told as over", () => {
  const text = (line: Workings[number] | undefined) =>
    line && plain(workingRow(line, { ...en, currency: "USD", now }).text);
  expect(text(lines[2])).toBe("25.25% of it");
  expect(text(lines[8])).toBe("At most $100.00 in November 2026");
  expect(text(lines[15])).toBe("On hold for 14 days, until 5 Dec");
  expect(text({ code: "hold", days: 14, until: "2026-11-05T10:00:00Z" })).toBe(
    "Was on hold for 14 days, until 5 Nov",
  );
});

it("terms are told with what they come to on what is on sale, no more than the cap allows", () => {
  const terms = PlanTerms.parse({
    rate: { kind: "percent", bps: 3_000 },
    duration: { kind: "months", months: 12 },
    productRates: { prod_studio: 5_000 },
    caps: { perSale: { USD: "10.00" } },
    tiers: [{ from: { referrals: 10 }, bps: 3_500 }],
  });
  expect(promiseSentence(terms, en)).toBe(
    "You earn 30% of all that the people you bring pay in their first 12 months, less tax.",
  );
  expect(promiseExample(terms, monthly, en)).toBe("Monthly costs $29, so each payment earns you $10.");
  const details = promiseDetails(terms, { plans: [monthly], holdDays: 14, minimums: { USD: "25.00" } }, en);
  expect(details).toContain("35% once 10 referrals of yours are confirmed, from the next sale on.");
  expect(details).toContain("50% of Studio.");
  expect(details).toContain("At most $10 a sale.");
  expect(details).toContain("Paid out once $25 are owed.");
});

it("a line of a statement says its plan, its level, and the day of a sale that was booked later", () => {
  const line: StatementLine = {
    postedAt: new Date("2026-12-01T09:00:00Z"),
    occurredAt: new Date("2026-11-28T09:00:00Z"),
    kind: "commission",
    source: { kind: "commission", id: "c", affiliateId: "a", level: 2, planName: "Partners" },
    rule: "Partners, level 2",
    ruleVersion: 3,
    reference: "pay_1",
    amountMinor: 870n,
    balanceMinor: 870n,
  };
  expect(lineWords(line, en)).toBe("Commission, Partners (version 3), second level, of 28 Nov");
  const paid: StatementLine = {
    ...line,
    kind: "payout",
    source: { kind: "payout", id: "i", payoutId: "p", number: 12 },
    rule: "payout 12",
    amountMinor: -870n,
  };
  expect(lineWords(paid, en)).toBe("Payout 12");
  expect(lineWords({ ...paid, amountMinor: 870n }, en)).toBe("Payout 12, corrected");
});

it("a line of a reward says its name, and neither a commission nor a version", () => {
  const given: StatementLine = {
    postedAt: now,
    occurredAt: now,
    kind: "reward",
    source: null,
    rule: "Ten dollars",
    ruleVersion: 1,
    reference: "r",
    amountMinor: 1_000n,
    balanceMinor: 1_000n,
  };
  const back: StatementLine = { ...given, kind: "reward_taken_back", amountMinor: -1_000n, balanceMinor: 0n };
  expect(lineWords(given, en)).toBe("Reward, Ten dollars");
  expect(lineWords(back, en)).toBe("Reward taken back, Ten dollars");
  const es = speechIn("es");
  expect(lineWords(given, es)).toBe("Recompensa, Ten dollars");
  expect(lineWords(back, es)).toBe("Recompensa retirada, Ten dollars");
});
