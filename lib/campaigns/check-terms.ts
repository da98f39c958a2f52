import { and, asc, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { commissionPlans, plans, products, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { invalidInput } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { contradictionsIn, type Problems, winnersOf } from "./contradictions.ts";
import { type Promised, promisedByOthers } from "./promised.ts";
import { type CampaignTerms, minorOf } from "./terms.ts";

export type PrizeReward = {
  id: string;
  name: string;
  /** Of one; null where the team did not say. */
  cost: { minor: bigint; currency: string } | null;
};

export type Asking = {
  /** What is wrong besides. */
  others?: Problems;
  /** The campaign the terms are of, once there is one: its own promises are these. */
  campaignId?: string;
  /** They are about to bind: nobody else may promise of the same rewards meanwhile. */
  isBinding?: boolean;
};

/**
 * Everything that is wrong with terms, each at its field, before anything is saved.
 * @returns the rewards that the prizes name, by their ids
 * @throws AppError invalid_input
 */
export async function checkTerms(
  ctx: Ctx,
  terms: CampaignTerms,
  { others = {}, campaignId, isBinding = false }: Asking = {},
): Promise<ReadonlyMap<string, PrizeReward>> {
  return transact(ctx, async (_tx, ctx) => {
    const known = await rewardsOf(ctx, terms, isBinding);
    // Read after the rewards were locked: whoever promised of them before is seen.
    const promised = await promisedByOthers(ctx, campaignId ?? null);
    const problems = {
      ...others,
      ...contradictionsIn(terms),
      ...(await unknownIn(ctx, terms)),
      ...problemsOfPrizes(terms, known, promised),
    };
    if (Object.keys(problems).length > 0) throw invalidInput(problems);
    return new Map([...known].map(([id, reward]) => [id, prizeRewardOf(reward)]));
  });
}

type RewardRow = typeof rewards.$inferSelect;

async function rewardsOf(
  ctx: Ctx,
  { prizes }: CampaignTerms,
  lock: boolean,
): Promise<Map<string, RewardRow>> {
  if (prizes.length === 0) return new Map();
  const ids = [...new Set(prizes.map(({ rewardId }) => rewardId))];
  const rows = await transact(ctx, (tx) => {
    const found = tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), inIds(rewards.id, ids)))
      .orderBy(asc(rewards.id));
    return lock ? found.for("no key update") : found;
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function prizeRewardOf({ id, name, costMinor, costCurrency }: RewardRow): PrizeReward {
  const isKnown = costMinor !== null && costCurrency !== null;
  return { id, name, cost: isKnown ? { minor: costMinor, currency: costCurrency } : null };
}

function problemsOfPrizes(
  { prizes, budget }: CampaignTerms,
  known: ReadonlyMap<string, RewardRow>,
  promised: ReadonlyMap<string, Promised>,
): Problems {
  const problems: Problems = {};
  const needed = new Map<string, number>();
  let costMinor = 0n;
  for (const [index, prize] of prizes.entries()) {
    const field = `terms.prizes.${index}.rewardId`;
    const reward = known.get(prize.rewardId);
    if (reward === undefined) {
      problems[field] = say("campaign.noReward");
      continue;
    }
    const { name, costCurrency } = reward;
    const wanted = (needed.get(reward.id) ?? 0) + winnersOf(prize);
    needed.set(reward.id, wanted);
    const left = leftOf(reward) ?? Number.POSITIVE_INFINITY;
    const elsewhere = promised.get(reward.id);
    if (reward.archivedAt !== null) problems[field] = say("campaign.rewardArchived", { name });
    else if (!reward.isActive) problems[field] = say("campaign.rewardPaused", { name });
    else if (reward.trigger !== "campaign_prize") problems[field] = say("campaign.rewardNoPrize", { name });
    else if (left < wanted) problems[field] = say("campaign.noStock", { name, left, needed: wanted });
    else if (elsewhere && left - elsewhere.winners < wanted)
      problems[field] = say("campaign.promised", {
        name,
        left,
        promised: elsewhere.winners,
        campaigns: elsewhere.by.map((one) => `“${one}”`).join(", "),
        needed: wanted,
      });
    else if (budget && costCurrency !== null && costCurrency !== budget.currency)
      problems[field] = say("campaign.rewardCurrency", { name, currency: costCurrency });
    if (prize.kind !== "threshold") costMinor += (reward.costMinor ?? 0n) * BigInt(winnersOf(prize));
  }
  if (budget && costMinor > minorOf(budget) && Object.keys(problems).length === 0) {
    const cost = { minor: costMinor, currency: budget.currency };
    problems["terms.budget.amount"] = say("campaign.budgetTooSmall", { cost });
  }
  return problems;
}

/** How many are left by stock and by the reward's own budget; null is no limit. */
function leftOf({ stock, stockTaken, costMinor, budgetMinor, budgetTakenMinor }: RewardRow): number | null {
  const bounds = [
    ...(stock === null ? [] : [stock - stockTaken]),
    ...(budgetMinor === null || !costMinor ? [] : [Number((budgetMinor - budgetTakenMinor) / costMinor)]),
  ];
  return bounds.length === 0 ? null : Math.max(0, Math.min(...bounds));
}

/** What the terms name and the community does not have. */
async function unknownIn(ctx: Ctx, { rules, audience }: CampaignTerms): Promise<Problems> {
  const problems: Problems = {};
  const multiplied = rules.multipliers.flatMap((one, index) =>
    one.kind === "plan" ? [[`terms.rules.multipliers.${index}.planIds`, one.planIds] as const] : [],
  );
  const named = [["terms.rules.planIds", rules.planIds] as const, ...multiplied];
  const { productIds, commissionPlanIds } = audience;
  await transact(ctx, async (tx) => {
    if (named.some(([, ids]) => ids.length > 0)) {
      const of = eq(plans.companyId, ctx.companyId);
      const rows = await tx.select({ id: plans.planId }).from(plans).where(of);
      const known = new Set(rows.map(({ id }) => id));
      for (const [field, ids] of named)
        for (const [index, id] of ids.entries())
          if (!known.has(id)) problems[`${field}.${index}`] = say("campaign.plan", { id });
    }
    if (productIds.length > 0) {
      const of = eq(products.companyId, ctx.companyId);
      const rows = await tx.select({ id: products.productId }).from(products).where(of);
      const known = new Set(rows.map(({ id }) => id));
      for (const [index, id] of productIds.entries())
        if (!known.has(id)) problems[`terms.audience.productIds.${index}`] = say("campaign.product", { id });
    }
    if (commissionPlanIds.length > 0) {
      const of = eq(commissionPlans.companyId, ctx.companyId);
      const rows = await tx.select({ id: commissionPlans.id }).from(commissionPlans).where(of);
      const known = new Set(rows.map(({ id }) => id));
      for (const [index, id] of commissionPlanIds.entries())
        if (!known.has(id))
          problems[`terms.audience.commissionPlanIds.${index}`] = say("campaign.commissionPlan");
    }
  });
  return problems;
}
