import { and, asc, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { rewardRedemptions, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";
import type { Reward } from "./reward.ts";

/**
 * Takes so many of the reward's stock, or as many as are left; returns how many. Of a reward without a limit
 * nothing is counted, and nobody waits for anybody.
 */
export async function takeStock(
  ctx: Ctx,
  { id, stock }: Pick<Reward, "id" | "stock">,
  wanted: number,
): Promise<number> {
  if (wanted === 0) return 0;
  const here = and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id));
  return transact(ctx, async (tx) => {
    if (stock === null) {
      // Shared with whoever else earns it; only somebody who gives it a limit now waits for us, or we for them.
      const stillUnlimited = and(here, isNull(rewards.stock));
      const [row] = await tx.select({ id: rewards.id }).from(rewards).where(stillUnlimited).for("key share");
      if (row) return wanted;
    }
    const [row] = await tx.select().from(rewards).where(here).for("no key update");
    if (!row) return 0;
    if (row.stock === null) return wanted;
    const taken = Math.min(wanted, Math.max(row.stock - row.stockTaken, 0));
    if (taken > 0)
      await tx
        .update(rewards)
        .set({ stockTaken: row.stockTaken + taken, updatedAt: ctx.clock.now() })
        .where(here);
    return taken;
  });
}

/** Gives one back, and lets the member who has waited longest have it. */
export async function returnStock(ctx: Ctx, rewardId: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({ stockTaken: sql`greatest(${rewards.stockTaken} - 1, 0)`, updatedAt: ctx.clock.now() })
      .where(and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, rewardId), isNotNull(rewards.stock))),
  );
  await settleWaiting(ctx, rewardId, 1);
}

/** How many redemptions hold a place in the reward's stock, also of one that had no limit when they took it. */
export async function countHolders(ctx: Ctx, rewardId: string): Promise<number> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ many: count() })
      .from(rewardRedemptions)
      .where(
        and(
          eq(rewardRedemptions.companyId, ctx.companyId),
          eq(rewardRedemptions.rewardId, rewardId),
          eq(rewardRedemptions.holdsStock, true),
        ),
      ),
  );
  return row?.many ?? 0;
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
    const jobs = waiting.map(({ userId }) => ({ companyId: ctx.companyId, userId }));
    await enqueueEach(ctx, tx, "evaluate-rewards", jobs);
  });
}
