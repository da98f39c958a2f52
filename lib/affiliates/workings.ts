import { z } from "zod";
import { commissionHolds } from "#db/enums.ts";

/** Minor units of the commission's currency; JSON has no bigint. */
const minor = z.string().regex(/^-?\d+$/);

export const refusals = [
  /** Nobody had agreed on terms with the referrer when the buyer came. */
  "before_terms",
  /** The affiliate was suspended when the buyer came. */
  "suspended_at_signup",
  /** The affiliate was suspended when the buyer paid. */
  "suspended_at_sale",
  /** The buyer's later payments, or those after the agreed months, earn nothing. */
  "duration_over",
  /** Whop's own affiliate program was paid for this sale, and the plan says not to pay twice. */
  "whop_affiliate_paid",
  /** The plan names a flat amount, but none in this currency. */
  "no_amount_in_currency",
  /** Rounding, a cap or Whop's own fee left nothing. */
  "nothing_left",
] as const;
export type Refusal = (typeof refusals)[number];

const lineWith = <A extends z.ZodType<string>>(amount: A) =>
  z.discriminatedUnion("code", [
    z.strictObject({
      code: z.literal("base"),
      base: z.enum(["net", "gross"]),
      gross: amount,
      tax: amount,
      minor: amount,
    }),
    z.strictObject({
      code: z.literal("rate"),
      from: z.enum(["plan", "tier", "product", "second_level"]),
      bps: z.int(),
      /** Counted from 1 in the plan's list; 0 is the plan's own rate. */
      tier: z.int(),
      minor: amount,
    }),
    z.strictObject({ code: z.literal("flat"), minor: amount }),
    z.strictObject({
      code: z.literal("cap"),
      cap: z.enum(["per_sale", "per_month", "lifetime"]),
      limit: amount,
      /** In the community's time zone, 2026-11; null where the cap is not a month's. */
      month: z.string().nullable(),
      cut: amount,
    }),
    z.strictObject({
      code: z.literal("whop_affiliate"),
      choice: z.enum(["net_off", "refuse", "ignore"]),
      /** Null while Whop has not told. */
      fee: amount.nullable(),
      cut: amount,
    }),
    z.strictObject({ code: z.literal("refused"), reason: z.enum(refusals) }),
    z.strictObject({
      code: z.literal("taken_back"),
      because: z.enum(["refund", "dispute", "rejected", "cancelled", "credited_elsewhere"]),
      refunded: amount,
      gross: amount,
      minor: amount,
    }),
    z.strictObject({ code: z.literal("hold"), days: z.int(), until: z.iso.datetime() }),
    z.strictObject({ code: z.literal("held"), by: z.enum(commissionHolds) }),
  ]);

const StoredLine = lineWith(minor);
export type WorkingLine = z.output<typeof StoredLine>;

/** How a commission was found, line by line: codes and numbers, so that every language can word them. */
export const Workings = z.array(StoredLine);
export type Workings = WorkingLine[];

/** The same for people: amounts are decimals of the commission's currency. */
export const ShownWorkings = z.array(lineWith(z.string()));
