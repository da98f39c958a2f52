import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm";
import { rewardRedemptions, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue } from "../jobs/index.ts";

/** Takes one of the reward's stock; false when none is left. Without a limit it is counted all the same. */
export async function takeStock(ctx: Ctx, rewardId: string): Promise<boolean> {
  const taken = await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ stockTaken: sql`${rewards.stockTaken} + 1`, updatedAt: ctx.clock.now() })
      .where(
        and(
          eq(rewards.companyId, ctx.companyId),
          eq(rewards.id, rewardId),
          or(isNull(rewards.stock), lt(rewards.stockTaken, rewards.stock)),
        ),
      )
      .returning({ id: rewards.id }),
  );
  return taken.length > 0;
}

/** Gives one back, and lets the member who has waited longest have it. */
export async function returnStock(ctx: Ctx, rewardId: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ stockTaken: sql`greatest(${rewards.stockTaken} - 1, 0)`, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId))),
  );
  await settleWaiting(ctx, rewardId, 1);
}

/** Settles those who earned the reward when none was left, first come first served. */
export async function settleWaiting(ctx: Ctx, rewardId: string, atMost: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const waiting = await tx
      .select({ userId: rewardRedemptions.userId })
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          eq(rewardRedemptions.rewardId, rewardId),
          eq(rewardRedemptions.status, "held"),
          eq(rewardRedemptions.holdsStock, false),
        ),
      )
      .orderBy(asc(rewardRedemptions.earnedAt), asc(rewardRedemptions.id))
      .limit(atMost);
    for (const { userId } of waiting) {
      await enqueue(ctx, tx, "evaluate-rewards", { companyId: ctx.companyId, userId });
    }
  });
}
