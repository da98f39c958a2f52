import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { settleReached } from "./reached.ts";
import { type Reward, rewardFromRow } from "./reward.ts";
import { checkReward, rewardFields } from "./reward-input.ts";

export const CreateRewardInput = z.strictObject({
  ...rewardFields,
  description: rewardFields.description.default(null),
  autoApply: rewardFields.autoApply.default(true),
  /** The community's own setting when left out. */
  holdDays: rewardFields.holdDays.optional(),
  expiryDays: rewardFields.expiryDays.default(null),
  stock: rewardFields.stock.default(null),
  /** The community's own setting when left out. */
  onReversal: rewardFields.onReversal.optional(),
});
export type CreateRewardInput = z.input<typeof CreateRewardInput>;

/** Adds a milestone. Members who have reached it already earn it now. */
export async function createReward(ctx: Ctx, input: CreateRewardInput): Promise<Reward> {
  requireOwner(ctx);
  const given = parseInput(CreateRewardInput, input);
  return transact(ctx, async (tx, ctx) => {
    const settings = await getSettings(ctx);
    const { type: _type, ...rewardData } = await checkReward(
      ctx,
      given.rewardType,
      given.rewardData,
      given.expiryDays,
    );
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(rewards)
      .values({
        ...given,
        companyId: ctx.companyId,
        id: newId(now),
        rewardData,
        holdDays: given.holdDays ?? settings.holdDays,
        onReversal: given.onReversal ?? settings.onReversal,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("an insert returned no row");
    const reward = rewardFromRow(row);
    await recordAudit(ctx, {
      action: "reward.created",
      subjectType: "reward",
      subjectId: reward.id,
      details: { name: reward.name, threshold: reward.threshold, data: reward.data },
    });
    await settleReached(ctx, reward.threshold);
    return reward;
  });
}
