import { z } from "zod";
import {
  type ReversalPolicy,
  type RewardSide,
  type RewardTrigger,
  type RewardType,
  reversalPolicies,
  rewardTriggers,
  rewardTypes,
} from "#db/enums.ts";
import type { rewards } from "#db/schema/index.ts";
import type { Money } from "../core/money.ts";
import { ToldInJson } from "../core/said.ts";
import type { Rule } from "./owed.ts";
import { type RewardData, readRewardData } from "./reward-data.ts";

/** A promo code of Whop's that the links' checkouts carry; its text follows from the discount and the generation. */
export const CheckoutCode = z.object({
  promoCodeId: z.string(),
  code: z.string(),
  generation: z.int().default(0),
});
export type CheckoutCode = z.infer<typeof CheckoutCode>;

/** The text of one that Whop is asked for, as long as its answer is not known. */
export const CheckoutAttempt = z.object({ making: z.string() }).transform(({ making }) => making);

/** That Whop would not make it, as it stands beside the code or in its place. */
export const CheckoutRefusal = z.object({ refused: ToldInJson, at: z.coerce.date() });
export type CheckoutRefusal = z.output<typeof CheckoutRefusal>;

export type Reward = {
  id: string;
  name: string;
  description: string | null;
  side: RewardSide;
  trigger: RewardTrigger;
  threshold: number;
  requiresActivation: boolean;
  campaignId: string | null;
  pricePoints: number | null;
  rewardType: RewardType;
  data: RewardData;
  autoApply: boolean;
  holdDays: number;
  expiryDays: number | null;
  stock: number | null;
  stockTaken: number;
  maxPerMember: number | null;
  /** What one costs the community. */
  cost: Money | null;
  /** How much all may cost, and do; null is no limit. In the currency of the cost. */
  budgetMinor: bigint | null;
  budgetTakenMinor: bigint;
  warnBelow: number | null;
  checkoutCode: CheckoutCode | null;
  /** Which making of codes this is: it goes up with each code of it that is put out of use. */
  checkoutGeneration: number;
  /** The text of the one that is being made, or may have been by a lost attempt. */
  checkoutAttempt: string | null;
  /** Why there is no such code, or an earlier one, although there should be. */
  checkoutRefusal: CheckoutRefusal | null;
  onReversal: ReversalPolicy;
  isActive: boolean;
  archivedAt: Date | null;
  createdAt: Date;
};

export function rewardFromRow(row: typeof rewards.$inferSelect): Reward {
  const { companyId: _, updatedAt: __, rewardData, costMinor, costCurrency, ...same } = row;
  return {
    ...same,
    data: readRewardData(row.rewardType, rewardData),
    // Only counted while there is a limit; a figure of an earlier one says nothing.
    stockTaken: row.stock === null ? 0 : row.stockTaken,
    budgetTakenMinor: row.budgetMinor === null ? 0n : row.budgetTakenMinor,
    cost: costMinor === null || costCurrency === null ? null : { minor: costMinor, currency: costCurrency },
    checkoutCode: CheckoutCode.nullable().catch(null).parse(row.checkoutCode),
    checkoutAttempt: CheckoutAttempt.nullable().catch(null).parse(row.checkoutCode),
    checkoutRefusal: CheckoutRefusal.nullable().catch(null).parse(row.checkoutCode),
  };
}

/** In JSON an amount is text. */
const storedMinor = z.string().regex(/^\d+$/).transform(BigInt);

const StoredTerms = z.object({
  name: z.string(),
  trigger: z.enum(rewardTriggers).default("milestone"),
  threshold: z.int().positive(),
  requiresActivation: z.boolean().default(false),
  campaignId: z.uuid().nullable().default(null),
  since: z.coerce.date().default(() => new Date(0)),
  rewardType: z.enum(rewardTypes),
  rewardData: z.record(z.string(), z.unknown()),
  autoApply: z.boolean(),
  holdDays: z.int().min(0),
  expiryDays: z.int().positive().nullable(),
  /** What it takes of the reward's budget. */
  costMinor: storedMinor.nullable().default(null),
  onReversal: z.enum(reversalPolicies),
});

/** A reward as it was promised to one member when they earned it. */
export type Terms = Omit<z.infer<typeof StoredTerms>, "rewardData"> & { data: RewardData };

export function termsOf(reward: Reward): z.input<typeof StoredTerms> {
  const { type: _type, ...rewardData } = reward.data;
  const { name, trigger, threshold, requiresActivation, campaignId, rewardType } = reward;
  const { autoApply, holdDays, expiryDays, onReversal, cost } = reward;
  return {
    name,
    trigger,
    threshold,
    requiresActivation,
    campaignId,
    since: reward.createdAt.toISOString(),
    rewardType,
    rewardData,
    autoApply,
    holdDays,
    expiryDays,
    costMinor: cost?.minor.toString() ?? null,
    onReversal,
  };
}

export function readTerms(stored: unknown): Terms {
  const { rewardData, ...terms } = StoredTerms.parse(stored);
  return { ...terms, data: readRewardData(terms.rewardType, rewardData) };
}

export function ruleOf(reward: Reward): Rule {
  return { ...reward, since: reward.createdAt };
}

/** How many are left to be had, by stock and by budget; null is no limit. `costMinor`: what one costs, if not what it does now. */
export function leftOf(
  { stock, stockTaken, cost, budgetMinor, budgetTakenMinor }: Limits,
  costMinor = cost?.minor ?? null,
): number | null {
  const bounds: number[] = [];
  if (stock !== null) bounds.push(stock - stockTaken);
  if (budgetMinor !== null && costMinor !== null && costMinor > 0n)
    bounds.push(Number((budgetMinor - budgetTakenMinor) / costMinor));
  return bounds.length === 0 ? null : Math.max(Math.min(...bounds), 0);
}

type Limits = Pick<Reward, "stock" | "stockTaken" | "cost" | "budgetMinor" | "budgetTakenMinor">;
