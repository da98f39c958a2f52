import { z } from "zod";
import type { RewardType } from "#db/enums.ts";
import { exponentOf, readAmount } from "../core/money.ts";
import { problem } from "../core/problems.ts";
import { say, sentenceOf, type Told } from "../core/said.ts";
import { creditsUnit, pointsUnit } from "../ledger/index.ts";
import { planId, productId } from "../whop/index.ts";

/** Whop counts 0 as "for as long as the membership runs". */
const durationMonths = z.int().min(0).max(60);

const currency = z
  .string()
  .toUpperCase()
  .refine((code) => exponentOf(code) !== null, problem("input.knownCurrency"));

const discount = z
  .strictObject({
    kind: z.enum(["percentage", "flat_amount"]),
    /** 20 is 20 %, or 20 units of the currency. */
    amountOff: z.number().positive().max(1_000_000).multipleOf(0.01),
    currency: currency.default("USD"),
    productId: productId.optional(),
    planIds: z.array(planId).min(1).max(20).optional(),
    durationMonths: durationMonths.default(1),
    newUsersOnly: z.boolean().default(false),
  })
  .superRefine((data, context) => {
    if (data.kind === "percentage" && data.amountOff > 100) {
      context.addIssue({ code: "custom", path: ["amountOff"], message: problem("input.percentage") });
    }
  });

const freeDays = z.strictObject({ days: z.int().min(1).max(1095) });

const productUnlock = z.strictObject({
  productId,
  /** How many months are free; 0 is for as long as the membership runs. */
  durationMonths: durationMonths.default(0),
});

const freeEvent = z.strictObject({ productId });

const points = z.strictObject({ points: z.int().min(1).max(1_000_000) });

const credits = z.strictObject({ credits: z.int().min(1).max(1_000_000) });

const cash = z.strictObject({
  /** In major units: "10.50". */
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,4})?$/, problem("input.amount", { example: "10.50" })),
  currency,
});

const custom = z.strictObject({
  /** What the member reads: what they get and how it reaches them. */
  instructions: z.string().trim().min(1).max(1000),
  /** Each member gets one of the codes that the team puts into the reward; otherwise a person hands it over. */
  fromPool: z.boolean().default(false),
});

export const rewardDataSchemas = {
  discount,
  free_days: freeDays,
  product_unlock: productUnlock,
  free_event: freeEvent,
  points,
  credits,
  cash,
  custom,
} as const satisfies Record<RewardType, z.ZodType>;

export const RewardData = z.discriminatedUnion("type", [
  z.object({ type: z.literal("discount"), ...discount.shape }),
  z.object({ type: z.literal("free_days"), ...freeDays.shape }),
  z.object({ type: z.literal("product_unlock"), ...productUnlock.shape }),
  z.object({ type: z.literal("free_event"), ...freeEvent.shape }),
  z.object({ type: z.literal("points"), ...points.shape }),
  z.object({ type: z.literal("credits"), ...credits.shape }),
  z.object({ type: z.literal("cash"), ...cash.shape }),
  z.object({ type: z.literal("custom"), ...custom.shape }),
]);
/** What a reward gives; the type is a column of its own, the rest is `reward_data`. */
export type RewardData = z.infer<typeof RewardData>;

/** Reads what is stored. @throws when the row was written by something that is not us */
export function readRewardData(type: RewardType, stored: unknown): RewardData {
  return RewardData.parse({ ...Object(stored), type });
}

/** Only a reward with a code can lapse: nothing else is left to be used. */
export function hasCode(data: Pick<RewardData, "type"> & { fromPool?: boolean }): boolean {
  switch (data.type) {
    case "discount":
    case "product_unlock":
    case "free_event":
      return true;
    case "custom":
      return data.fromPool === true;
    default:
      return false;
  }
}

/** What goes into the books, in the unit they count it in. */
export function bookedBy(data: Extract<RewardData, { type: "points" | "credits" | "cash" }>): {
  unit: string;
  amount: string;
} {
  switch (data.type) {
    case "points":
      return { unit: pointsUnit, amount: String(data.points) };
    case "credits":
      return { unit: creditsUnit, amount: String(data.credits) };
    case "cash":
      return { unit: data.currency, amount: String(minorOf(data)) };
  }
}

function minorOf({ amount, currency }: z.infer<typeof cash>): bigint {
  const reading = readAmount(amount, currency);
  if (!reading.ok) throw new Error(sentenceOf(reading.problem));
  return reading.money.minor;
}

/** What the reward gives, in a few words; `productTitle` when it is known. */
export function describeReward(data: RewardData, productTitle: string | null = null): Told {
  switch (data.type) {
    case "discount": {
      const amount = amountOffOf(data);
      const months = data.durationMonths;
      return productTitle === null
        ? say("gift.off", { amount, months })
        : say("gift.offProduct", { amount, months, product: productTitle });
    }
    case "free_days":
      return say("gift.freeDays", { days: data.days });
    case "product_unlock":
      return say("gift.product", {
        product: productTitle ?? say("gift.aProduct"),
        months: data.durationMonths,
      });
    case "free_event":
      return productTitle ?? say("gift.anEvent");
    case "points":
      return say("gift.points", { points: data.points });
    case "credits":
      return say("gift.credits", { credits: data.credits });
    case "cash":
      return say("gift.cash", { amount: { minor: minorOf(data), currency: data.currency } });
    case "custom":
      return data.instructions.length <= 80 ? data.instructions : `${data.instructions.slice(0, 79)}…`;
  }
}

function amountOffOf({
  kind,
  amountOff,
  currency,
}: z.infer<typeof discount>): Parameters<typeof say<"gift.off">>[1]["amount"] {
  if (kind === "percentage") return say("gift.percent", { amount: amountOff });
  const reading = readAmount(amountOff, currency);
  return reading.ok ? reading.money : `${amountOff} ${currency}`;
}
