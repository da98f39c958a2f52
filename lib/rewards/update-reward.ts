import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { settleReached } from "./reached.ts";
import { type Reward, rewardFromRow } from "./reward.ts";
import { checkReward, invalid, rewardFields } from "./reward-input.ts";
import { countHolders, settleWaiting } from "./stock.ts";

const { rewardType: _fixed, ...changeable } = rewardFields;

export const UpdateRewardInput = z.strictObject({
  id: z.uuid(),
  ...z.object(changeable).partial().shape,
});
export type UpdateRewardInput = z.input<typeof UpdateRewardInput>;

/**
 * Changes a reward from now on: what members have earned keeps the terms it was earned on. The type cannot
 * change, and the stock cannot go below what is taken.
 */
export async function updateReward(ctx: Ctx, input: UpdateRewardInput): Promise<Reward> {
  requireOwner(ctx);
  const { id, ...changes } = parseInput(UpdateRewardInput, input);
  return transact(ctx, async (tx, ctx) => {
    const before = await lockReward(ctx, id);
    if (before.archivedAt) {
      throw new AppError("conflict", "This reward is archived. Create a new one instead.");
    }
    const { type: _type, ...storedData } = before.data;
    const { type: _sameType, ...rewardData } = await checkReward(
      ctx,
      before.rewardType,
      changes.rewardData ?? storedData,
      changes.expiryDays === undefined ? before.expiryDays : changes.expiryDays,
    );
    // The reward is locked, so nobody takes of the stock while it is counted.
    const stockTaken = typeof changes.stock === "number" ? await countHolders(ctx, id) : before.stockTaken;
    if (typeof changes.stock === "number" && changes.stock < stockTaken) {
      throw invalid({ stock: `${stockTaken} have been given or promised; it cannot be less` });
    }
    const [row] = await tx
      .update(rewards)
      .set({ ...given(changes), rewardData, stockTaken, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id)))
      .returning();
    if (!row) throw notFound("This reward");
    const after = rewardFromRow(row);
    await recordAudit(ctx, {
      action: "reward.updated",
      subjectType: "reward",
      subjectId: id,
      details: { name: after.name, changed: Object.keys(given(changes)) },
    });
    if (after.threshold < before.threshold) await settleReached(ctx, after.threshold);
    if (after.stock === null || after.stock > (before.stock ?? after.stock)) {
      await settleWaiting(ctx, id, (after.stock ?? 1_000_000) - after.stockTaken);
    }
    return after;
  });
}

export async function lockReward(ctx: Ctx, rewardId: string): Promise<Reward> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId)))
      .for("update"),
  );
  if (!row) throw notFound("This reward");
  return rewardFromRow(row);
}

/** The fields that were named at all; one given as undefined was not. */
function given<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const named = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
