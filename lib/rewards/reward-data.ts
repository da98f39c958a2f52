import { z } from "zod";
import type { RewardType } from "#db/enums.ts";
import { exponentOf } from "../core/money.ts";

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
      context.addIssue({ code: "custom", path: ["amountOff"], message: "a percentage is at most 100" });
    }
  });

const freeDays = z.strictObject({ days: z.int().min(1).max(1095) });

const productUnlock = z.strictObject({
  productId,
  /** How many months are free; 0 is for as long as the membership runs. */
  durationMonths: durationMonths.default(0),
});

const custom = z.strictObject({
  /** What the member reads: what they get and how it reaches them. */
  instructions: z.string().trim().min(1).max(1000),
});

export const rewardDataSchemas = {
  discount,
  free_days: freeDays,
  product_unlock: productUnlock,
  custom,
} as const satisfies Record<RewardType, z.ZodType>;

export const RewardData = z.discriminatedUnion("type", [
  z.object({ type: z.literal("discount"), ...discount.shape }),
  z.object({ type: z.literal("free_days"), ...freeDays.shape }),
  z.object({ type: z.literal("product_unlock"), ...productUnlock.shape }),
  z.object({ type: z.literal("custom"), ...custom.shape }),
]);
/** What a reward gives; the type is a column of its own, the rest is `reward_data`. */
export type RewardData = z.infer<typeof RewardData>;

/** Reads what is stored. @throws when the row was written by something that is not us */
export function readRewardData(type: RewardType, stored: unknown): RewardData {
  return RewardData.parse({ ...Object(stored), type });
}

/** Only a reward with a code can lapse: nothing else is left to be used. */
export function hasCode(type: RewardType): boolean {
  return type === "discount" || type === "product_unlock";
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
    case "custom":
      return data.instructions.length <= 80 ? data.instructions : `${data.instructions.slice(0, 79)}…`;
  }
}

function forMonths(months: number, always: string, once: string): string {
  if (months === 0) return always;
  return months === 1 ? once : `for ${months} months`;
}
