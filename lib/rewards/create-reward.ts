import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { makeCheckoutCodeLater } from "./checkout-code.ts";
import { settleReached } from "./reached.ts";
import { type Reward, rewardFromRow } from "./reward.ts";
import { checkReward, rewardFields } from "./reward-input.ts";

export const CreateRewardInput = z.strictObject({
  ...rewardFields,
  description: rewardFields.description.default(null),
  side: rewardFields.side.default("referrer"),
  trigger: rewardFields.trigger.default("milestone"),
  threshold: rewardFields.threshold.default(1),
  requiresActivation: rewardFields.requiresActivation.default(false),
  campaignId: rewardFields.campaignId.default(null),
  pricePoints: rewardFields.pricePoints.default(null),
  autoApply: rewardFields.autoApply.default(true),
  /** The community's own setting when left out; none for what is given, won or bought. */
  holdDays: rewardFields.holdDays.optional(),
  expiryDays: rewardFields.expiryDays.default(null),
  stock: rewardFields.stock.default(null),
  maxPerMember: rewardFields.maxPerMember.default(null),
  cost: rewardFields.cost.default(null),
  budget: rewardFields.budget.default(null),
  warnBelow: rewardFields.warnBelow.default(null),
  /** The community's own setting when left out. */
  onReversal: rewardFields.onReversal.optional(),
});
export type CreateRewardInput = z.input<typeof CreateRewardInput>;

/**
 * Adds a reward. Members who have reached a milestone already earn it now; what is earned again and again counts
 * from now on.
 */
export async function createReward(ctx: Ctx, input: CreateRewardInput): Promise<Reward> {
  requireOwner(ctx);
  const given = parseInput(CreateRewardInput, input);
  return transact(ctx, async (tx, ctx) => {
    const settings = await getSettings(ctx);
    const isDecided = ["campaign_prize", "manual", "purchase"].includes(given.trigger);
    const terms = {
      ...given,
      holdDays: given.holdDays ?? (isDecided ? 0 : settings.holdDays),
      onReversal: given.onReversal ?? settings.onReversal,
    };
    const { data, cost, budgetMinor } = await checkReward(ctx, terms);
    const { type: _type, ...rewardData } = data;
    const { cost: _cost, budget: _budget, ...columns } = terms;
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(rewards)
      .values({
        ...columns,
        companyId: ctx.companyId,
        id: newId(now),
        rewardData,
        costMinor: cost?.minor ?? null,
        costCurrency: cost?.currency ?? null,
        budgetMinor,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("an insert returned no row");
    const reward = rewardFromRow(row);
    const { name, side, trigger, threshold } = reward;
    await recordAudit(ctx, {
      action: "reward.created",
      subjectType: "reward",
      subjectId: reward.id,
      details: { name, side, trigger, threshold, data: reward.data },
    });
    await settleReached(ctx, reward);
    await makeCheckoutCodeLater(ctx, reward);
    return reward;
  });
}
