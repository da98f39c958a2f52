import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { type RewardTrigger, reversalPolicies, rewardSides, rewardTriggers, rewardTypes } from "#db/enums.ts";
import { campaigns, plans, products } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { invalidInput } from "../core/errors.ts";
import { exponentOf, type Money, readAmount } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { type Said, say } from "../core/said.ts";
import { hasCode, type RewardData, rewardDataSchemas } from "./reward-data.ts";

const amount = z.string().trim().min(1).max(20);

export const rewardFields = {
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().min(1).max(500).nullable(),
  /** Who has it: whoever brought somebody, whoever was brought, or each of them. */
  side: z.enum(rewardSides),
  trigger: z.enum(rewardTriggers),
  /** Referrals that count, from which on, or each time as many more as, the reward is earned; or days of a streak. */
  threshold: z.int().min(1).max(100_000),
  /** Counts referrals once they are activated. */
  requiresActivation: z.boolean(),
  /** Counts only referrals that count in this campaign. */
  campaignId: z.uuid().nullable(),
  /** What it costs in the points shop. */
  pricePoints: z.int().min(1).max(10_000_000).nullable(),
  rewardType: z.enum(rewardTypes),
  rewardData: z.record(z.string(), z.unknown()),
  /** Delivered by itself after the hold; otherwise the team decides about each one. */
  autoApply: z.boolean(),
  holdDays: z.int().min(0).max(365),
  /** Days in which a code has to be claimed; null is for ever. */
  expiryDays: z.int().min(1).max(3650).nullable(),
  /** How many may be given in all; null is no limit. */
  stock: z.int().min(0).max(1_000_000).nullable(),
  /** How many one member may have; null is no limit. */
  maxPerMember: z.int().min(1).max(100_000).nullable(),
  /** What one costs the community; of money it is the money. */
  cost: z.strictObject({ amount, currency: z.string().toUpperCase().length(3) }).nullable(),
  /** How much all of them may cost, in the currency of the cost; null is no limit. */
  budget: amount.nullable(),
  /** The team is told when fewer are left. */
  warnBelow: z.int().min(1).max(1_000_000).nullable(),
  onReversal: z.enum(reversalPolicies),
};

type Field = keyof typeof rewardFields;
export type RewardTerms = { [F in Field]: z.output<(typeof rewardFields)[F]> };

export type Checked = {
  data: RewardData;
  cost: Money | null;
  budgetMinor: bigint | null;
};

/** Triggers that know no number. */
const uncounted: readonly RewardTrigger[] = [
  "first",
  "per_conversion",
  "per_activation",
  "campaign_prize",
  "manual",
  "purchase",
];

/** What the one who joins can earn: they do so once. */
const ofJoining: readonly RewardTrigger[] = ["first", "per_conversion", "per_activation"];

const ofReferrals: readonly RewardTrigger[] = ["milestone", "every_nth", ...ofJoining];

/** Checks a reward's terms against each other and against the community. @throws AppError invalid_input */
export async function checkReward(ctx: Ctx, terms: RewardTerms): Promise<Checked> {
  const { rewardType: type } = terms;
  const schema = z.strictObject({ rewardData: rewardDataSchemas[type] });
  const { rewardData } = parseInput(schema, { rewardData: terms.rewardData });
  const data = { ...rewardData, type } as RewardData;
  const cost = data.type === "cash" ? cashOf(data) : costOf(terms.cost);
  const budgetMinor = budgetOf(terms.budget, cost);
  const problems = problemsOf(terms, data);
  if (Object.keys(problems).length > 0) throw invalidInput(problems);
  await checkCatalog(ctx, data);
  await checkCampaign(ctx, terms.campaignId);
  return { data, cost, budgetMinor };
}

function problemsOf(terms: RewardTerms, data: RewardData): Record<string, Said> {
  const { side, trigger, threshold, campaignId, requiresActivation, pricePoints, expiryDays } = terms;
  const problems: Partial<Record<Field, Said>> = {};
  if (side !== "referrer" && !ofJoining.includes(trigger)) problems.side = say("reward.onlyJoining");
  if (threshold !== 1 && uncounted.includes(trigger)) problems.threshold = say("input.be", { value: 1 });
  if (trigger === "streak" && threshold < 2) problems.threshold = say("input.least", { limit: 2 });
  if (campaignId !== null && !ofReferrals.includes(trigger)) problems.campaignId = say("reward.noReferrals");
  if (requiresActivation && !ofReferrals.includes(trigger))
    problems.requiresActivation = say("reward.noReferrals");
  if (trigger === "purchase" && pricePoints === null) problems.pricePoints = say("input.missing");
  if (trigger !== "purchase" && pricePoints !== null) problems.pricePoints = say("reward.onlyBought");
  if (trigger === "purchase" && data.type === "points") problems.rewardType = say("reward.pointsForPoints");
  if (expiryDays !== null && !hasCode(data)) problems.expiryDays = say("reward.codeOnlyExpires");
  return problems;
}

function cashOf({ amount, currency }: Extract<RewardData, { type: "cash" }>): Money {
  return moneyOf("rewardData.amount", amount, currency);
}

function costOf(cost: RewardTerms["cost"]): Money | null {
  if (cost === null) return null;
  if (exponentOf(cost.currency) === null) throw invalidInput({ "cost.currency": say("reward.currency") });
  return moneyOf("cost.amount", cost.amount, cost.currency);
}

function budgetOf(budget: string | null, cost: Money | null): bigint | null {
  if (budget === null) return null;
  if (cost === null) throw invalidInput({ budget: say("reward.budgetNeedsCost") });
  const { minor } = moneyOf("budget", budget, cost.currency);
  if (minor < cost.minor) throw invalidInput({ budget: say("reward.budgetTooSmall") });
  return minor;
}

function moneyOf(field: string, text: string, currency: string): Money {
  const reading = readAmount(text, currency);
  if (!reading.ok) throw invalidInput({ [field]: say("reward.amount", { currency }) });
  return reading.money;
}

async function checkCatalog(ctx: Ctx, data: RewardData): Promise<void> {
  const productId = "productId" in data ? data.productId : undefined;
  const planIds = "planIds" in data ? [...new Set(data.planIds)] : [];
  await transact(ctx, async (tx) => {
    if (productId !== undefined) {
      const found = await tx
        .select({ id: products.productId })
        .from(products)
        .where(and(eq(products.companyId, ctx.companyId), eq(products.productId, productId)));
      if (found.length === 0) throw invalidInput({ "rewardData.productId": say("input.product") });
    }
    if (planIds.length > 0) {
      const found = await tx
        .select({ id: plans.planId })
        .from(plans)
        .where(and(eq(plans.companyId, ctx.companyId), inArray(plans.planId, planIds)));
      if (found.length < planIds.length) {
        throw invalidInput({ "rewardData.planIds": say("input.plan") });
      }
    }
  });
}

async function checkCampaign(ctx: Ctx, campaignId: string | null): Promise<void> {
  if (campaignId === null) return;
  const [found] = await transact(ctx, (tx) =>
    tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, campaignId))),
  );
  if (!found) throw invalidInput({ campaignId: say("reward.noCampaign") });
}
