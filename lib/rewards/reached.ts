import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { enqueueEach } from "../jobs/index.ts";
import { membersWhoReached, membersWithStreak } from "./facts.ts";
import type { Reward } from "./reward.ts";
import { rewardFields } from "./reward-input.ts";

export const CountReachedInput = z.strictObject({ threshold: rewardFields.threshold });
export type CountReachedInput = z.infer<typeof CountReachedInput>;

/** How many members have reached a threshold already, and would earn a new reward there at once. */
export async function countReached(ctx: Ctx, input: CountReachedInput): Promise<number> {
  requireOwner(ctx);
  const { threshold } = parseInput(CountReachedInput, input);
  return (await membersWhoReached(ctx, threshold)).length;
}

/**
 * Has everybody's rewards settled who may earn this one by what has happened already. What the one who joins earns,
 * and what is earned again and again, counts from the reward's beginning: later events settle it.
 */
export async function settleReached(ctx: Ctx, reward: Reward): Promise<void> {
  const { companyId } = ctx;
  const { trigger, threshold } = reward;
  const reached = trigger === "streak" ? membersWithStreak : membersWhoReached;
  const userIds = await reached(ctx, threshold);
  await transact(ctx, (tx) =>
    enqueueEach(
      ctx,
      tx,
      "evaluate-rewards",
      userIds.map((userId) => ({ companyId, userId })),
    ),
  );
}
