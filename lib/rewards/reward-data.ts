import { z } from "zod";
import type { RewardType } from "#db/enums.ts";
import { exponentOf, readAmount } from "../core/money.ts";
import { creditsUnit, pointsUnit } from "../ledger/index.ts";

const productId = z.string().regex(/^prod_[A-Za-z0-9_-]{1,60}$/, "must be a product's id, prod_…");
const planId = z.string().regex(/^plan_[A-Za-z0-9_-]{1,60}$/, "must be a plan's id, plan_…");
/** Whop counts 0 as "for as long as the membership runs". */
const durationMonths = z.int().min(0).max(60);

const currency = z
  .string()
  .toUpperCase()
  .refine((code) => exponentOf(code) !== null, "is not a currency we know");

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
      context.addIssue({ code: "custom", path: ["amountOff"], message: "input.percentage" });
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
    .regex(/^\d{1,9}(\.\d{1,4})?$/, "must be an amount such as 10.50"),
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
  if (!reading.ok) throw new Error(reading.problem);
  return reading.money.minor;
}

/** What the reward gives, in a few words; `productTitle` when it is known. */
export function describeReward(data: RewardData, productTitle: string | null = null): string {
  switch (data.type) {
    case "discount": {
      const amount =
        data.kind === "percentage" ? `${data.amountOff} %` : `${data.amountOff} ${data.currency}`;
      const where = productTitle === null ? "" : ` ${productTitle}`;
      return `${amount} off${where} ${forMonths(data.durationMonths, "on every payment", "on one payment")}`;
    }
    case "free_days":
      return data.days === 1 ? "1 free day" : `${data.days} free days`;
    case "product_unlock": {
      const what = productTitle ?? "a product";
      return `${what} ${forMonths(data.durationMonths, "for free", "for free for one month")}`;
    }
    case "free_event":
      return productTitle ?? "an event";
    case "points":
      return data.points === 1 ? "1 point" : `${data.points} points`;
    case "credits":
      return data.credits === 1 ? "1 credit" : `${data.credits} credits`;
    case "cash":
      return `${data.amount} ${data.currency}`;
    case "custom":
      return data.instructions.length <= 80 ? data.instructions : `${data.instructions.slice(0, 79)}…`;
  }
}

function forMonths(months: number, always: string, once: string): string {
  if (months === 0) return always;
  return months === 1 ? once : `for ${months} months`;
}
