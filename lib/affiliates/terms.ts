import { z } from "zod";
import { checkAmount, currencyCode as currency, decimalAmount as decimal } from "../core/amount-schemas.ts";
import { readAmount } from "../core/money.ts";
import { problem } from "../core/problems.ts";
import { sentenceOf } from "../core/said.ts";
import { productId } from "../whop/index.ts";

/** Hundredths of a percent: 2500 is 25 %. */
const bps = z.int().min(0).max(10_000);

/** An amount for each currency, in its own decimals: `{"USD": "12.50", "JPY": "1900"}`. */
const Amounts = z.record(currency, decimal).superRefine((amounts, context) => {
  for (const [code, amount] of Object.entries(amounts)) checkAmount(context, code, amount, code);
});
const SomeAmounts = Amounts.refine((amounts) => Object.keys(amounts).length > 0, problem("input.anAmount"));

const Rate = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("percent"), bps }),
  z.strictObject({ kind: z.literal("flat"), amounts: SomeAmounts }),
]);

const Duration = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first_payment") }),
  /** Calendar months from the first payment of the person referred. */
  z.strictObject({ kind: z.literal("months"), months: z.int().min(1).max(120) }),
  z.strictObject({ kind: z.literal("lifetime") }),
]);

const Reach = z.union([
  z.strictObject({ referrals: z.int().min(1).max(1_000_000) }),
  z
    .strictObject({ currency, net: decimal })
    .superRefine(({ currency, net }, context) => checkAmount(context, "net", net, currency)),
]);
const Tier = z.strictObject({ from: Reach, bps });

/** What a commission plan promises, as the owner says it and as a version of the plan keeps it. */
export const PlanTerms = z.strictObject({
  rate: Rate,
  /** Net is what was paid less tax; gross is what was paid. Refunds take back a commission's share of either. */
  base: z.enum(["net", "gross"]).default("net"),
  duration: Duration.default({ kind: "lifetime" }),
  /** In their order: the last one that is reached gives the rate, from the next sale on. */
  tiers: z.array(Tier).max(10).default([]),
  /** Products with a rate of their own, which no tier changes. */
  productRates: z
    .record(productId, bps)
    .refine((rates) => Object.keys(rates).length <= 200, problem("input.mostProducts", { limit: 200 }))
    .default({}),
  caps: z
    .strictObject({
      perSale: Amounts.optional(),
      perMonth: Amounts.optional(),
      lifetime: Amounts.optional(),
    })
    .default({}),
  /** For whoever recruited the affiliate, of the same base; absent while there is no second level. */
  secondLevelBps: z.int().min(1).max(10_000).optional(),
  /** Where Whop's own affiliate program took a fee of the same payment. */
  whopAffiliate: z.enum(["net_off", "refuse", "ignore"]).default("net_off"),
});
export type PlanTerms = z.output<typeof PlanTerms>;

/** By currency, in minor units. */
export type MinorAmounts = Readonly<Record<string, bigint>>;
export type TierReach = { referrals: number } | { currency: string; netMinor: bigint };

/** The same as commissions are computed with. */
export type Terms = Omit<PlanTerms, "rate" | "tiers" | "caps"> & {
  rate: { kind: "percent"; bps: number } | { kind: "flat"; amounts: MinorAmounts };
  tiers: readonly { from: TierReach; bps: number }[];
  caps: { perSale: MinorAmounts; perMonth: MinorAmounts; lifetime: MinorAmounts };
};

export function termsOf(given: PlanTerms): Terms {
  const { rate, tiers, caps } = given;
  return {
    ...given,
    rate: rate.kind === "percent" ? rate : { kind: "flat", amounts: inMinor(rate.amounts) },
    tiers: tiers.map(({ from, bps }) => ({
      bps,
      from:
        "referrals" in from ? from : { currency: from.currency, netMinor: minorOf(from.net, from.currency) },
    })),
    caps: {
      perSale: inMinor(caps.perSale ?? {}),
      perMonth: inMinor(caps.perMonth ?? {}),
      lifetime: inMinor(caps.lifetime ?? {}),
    },
  };
}

function inMinor(amounts: Readonly<Record<string, string>>): MinorAmounts {
  return Object.fromEntries(Object.entries(amounts).map(([code, amount]) => [code, minorOf(amount, code)]));
}

function minorOf(amount: string, code: string): bigint {
  const reading = readAmount(amount, code);
  if (!reading.ok)
    throw new Error(`A plan's terms hold an amount that cannot be read: ${sentenceOf(reading.problem)}`);
  return reading.money.minor;
}
