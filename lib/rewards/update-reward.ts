import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { rewards } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput, notFound } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { makeCheckoutCodeLater } from "./checkout-code.ts";
import { lockReward } from "./lock-reward.ts";
import { settleReached } from "./reached.ts";
import { leftOf, type Reward, rewardFromRow } from "./reward.ts";
import { type Checked, checkReward, type RewardTerms, rewardFields } from "./reward-input.ts";
import { countTaken, settleWaiting, type Taken } from "./stock.ts";

const { rewardType: _type, side: _side, trigger: _trigger, campaignId: _of, ...changeable } = rewardFields;

export const UpdateRewardInput = z.strictObject({
  id: z.uuid(),
  ...z.object(changeable).partial().shape,
  isActive: z.boolean().optional(),
});
export type UpdateRewardInput = z.input<typeof UpdateRewardInput>;

/**
 * Changes a reward from now on: what members have earned keeps the terms it was earned on. What it gives, to whom
 * and for what cannot change, and stock and budget cannot go below what is taken.
 */
export async function updateReward(ctx: Ctx, input: UpdateRewardInput): Promise<Reward> {
  requireOwner(ctx);
  const { id, ...asked } = parseInput(UpdateRewardInput, input);
  const { isActive, ...changes } = named(asked);
  return transact(ctx, async (tx, ctx) => {
    const before = await lockReward(ctx, id);
    if (before.archivedAt) {
      throw new AppError("conflict", say("reward.archived"));
    }
    const checked = await checkReward(ctx, { ...termsBefore(before), ...changes });
    // The reward is locked, so nobody takes of its stock or budget while it is counted.
    const taken = await countTaken(ctx, id);
    refuseLess({ ...before, ...changes }, checked, taken, before);
    const { type: _same, ...rewardData } = checked.data;
    const { cost: _cost, budget: _budget, ...columns } = changes;
    const [row] = await tx
      .update(rewards)
      .set({
        ...columns,
        ...(isActive === undefined ? {} : { isActive }),
        ...taken,
        rewardData,
        costMinor: checked.cost?.minor ?? null,
        costCurrency: checked.cost?.currency ?? null,
        budgetMinor: checked.budgetMinor,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id)))
      .returning();
    if (!row) throw notFound("reward");
    const after = rewardFromRow(row);
    await recordAudit(ctx, {
      action: "reward.updated",
      subjectType: "reward",
      subjectId: id,
      details: { name: after.name, changed: Object.keys(named(asked)) },
    });
    if (isEasier(before, after)) await settleReached(ctx, after);
    const left = leftOf(after);
    if (left !== 0) await settleWaiting(ctx, id, left ?? 1_000_000);
    await makeCheckoutCodeLater(ctx, after);
    return after;
  });
}

function termsBefore(before: Reward): RewardTerms {
  const { type: _, ...rewardData } = before.data;
  const { cost, budgetMinor } = before;
  const text = (minor: bigint) => toDecimal(minor, cost?.currency ?? "");
  return {
    ...before,
    rewardData,
    cost: cost && { amount: text(cost.minor), currency: cost.currency },
    budget: budgetMinor === null ? null : text(budgetMinor),
  };
}

/** @throws AppError invalid_input when less would be allowed than is given or promised */
function refuseLess(
  { stock }: { stock: number | null },
  { cost, budgetMinor }: Checked,
  { stockTaken, budgetTakenMinor }: Taken,
  before: Reward,
): void {
  if (stock !== null && stock < stockTaken)
    throw invalidInput({ stock: say("input.atMost", { many: stockTaken }) });
  const isOtherCurrency = before.cost !== null && before.cost.currency !== cost?.currency;
  if (isOtherCurrency && budgetTakenMinor > 0n)
    throw invalidInput({ "cost.currency": say("reward.currencyFixed") });
  if (budgetMinor !== null && cost !== null && budgetMinor < budgetTakenMinor) {
    const amount = { minor: budgetTakenMinor, currency: cost.currency };
    throw invalidInput({ budget: say("reward.budgetTaken", { amount }) });
  }
}

function isEasier(before: Reward, after: Reward): boolean {
  const isOpened = after.isActive && !before.isActive;
  const isFreer = (after.maxPerMember ?? Infinity) > (before.maxPerMember ?? Infinity);
  const needsLess = before.requiresActivation && !after.requiresActivation;
  return isOpened || isFreer || needsLess || after.threshold < before.threshold;
}

type Named<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields that were named at all; one given as undefined was not. */
function named<T extends object>(changes: T): Partial<Named<T>> {
  const known = Object.entries(changes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<Named<T>>;
}
