import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { rewardRedemptions, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";
import type { Redemption } from "./redemption.ts";
import { leftOf, type Reward, rewardFromRow } from "./reward.ts";
import { tellLow } from "./tell.ts";

/**
 * Takes so many places of the reward's stock and budget, or as many as are left; returns how many. Each takes of the
 * budget what its terms say that it costs, which may be more or less than what the reward costs by now. Of a reward
 * without a limit nothing is counted, and nobody waits for anybody.
 */
export async function takeStock(
  ctx: Ctx,
  { id, stock, budgetMinor }: Pick<Reward, "id" | "stock" | "budgetMinor">,
  wanted: number,
  costMinor: bigint | null,
): Promise<number> {
  if (wanted === 0) return 0;
  const here = and(eq(rewards.companyId, ctx.companyId), eq(rewards.id, id));
  return transact(ctx, async (tx, ctx) => {
    if (stock === null && budgetMinor === null) {
      // Shared with whoever else earns it; only somebody who gives it a limit now waits for us, or we for them.
      const stillUnlimited = and(here, isNull(rewards.stock), isNull(rewards.budgetMinor));
      const [row] = await tx.select({ id: rewards.id }).from(rewards).where(stillUnlimited).for("key share");
      if (row) return wanted;
    }
    const [row] = await tx.select().from(rewards).where(here).for("no key update");
    if (!row) return 0;
    const before = rewardFromRow(row);
    const taken = Math.min(wanted, leftOf(before, costMinor) ?? wanted);
    if (taken === 0) return 0;
    await tx
      .update(rewards)
      .set({
        ...(row.stock === null ? {} : { stockTaken: row.stockTaken + taken }),
        ...(row.budgetMinor === null
          ? {}
          : { budgetTakenMinor: row.budgetTakenMinor + BigInt(taken) * (costMinor ?? 0n) }),
        updatedAt: ctx.clock.now(),
      })
      .where(here);
    await tellLow(ctx, before, { taken, costMinor });
    return taken;
  });
}

/** Gives a redemption's place back, and lets the member who has waited longest have it. */
export async function returnStock(
  ctx: Ctx,
  { rewardId, terms: { costMinor } }: Pick<Redemption, "rewardId" | "terms">,
): Promise<void> {
  const cost = (costMinor ?? 0n).toString();
  await transact(ctx, (tx) =>
    tx
      .update(rewards)
      .set({
        stockTaken: sql`CASE WHEN ${rewards.stock} IS NULL THEN ${rewards.stockTaken}
                             ELSE greatest(${rewards.stockTaken} - 1, 0) END`,
        budgetTakenMinor: sql`CASE WHEN ${rewards.budgetMinor} IS NULL THEN ${rewards.budgetTakenMinor}
                                   ELSE greatest(${rewards.budgetTakenMinor} - ${cost}::bigint, 0) END`,
        updatedAt: ctx.clock.now(),
      })
      .where(
        and(
          eq(rewards.companyId, ctx.companyId),
          eq(rewards.id, rewardId),
          sql`(${rewards.stock} IS NOT NULL OR ${rewards.budgetMinor} IS NOT NULL)`,
        ),
      ),
  );
  await settleWaiting(ctx, rewardId, 1);
}

export type Taken = { stockTaken: number; budgetTakenMinor: bigint };

/** What redemptions hold of the reward's stock and budget, also of one that had no limit when they took it. */
export async function countTaken(ctx: Ctx, rewardId: string): Promise<Taken> {
  const [row] = await transact(ctx, (tx) =>
    tx.execute<{ many: string; cost: string }>(sql`
      SELECT count(*) AS many, coalesce(sum((terms->>'costMinor')::bigint), 0)::text AS cost
        FROM reward_redemptions
       WHERE company_id = ${ctx.companyId} AND reward_id = ${rewardId}::uuid AND holds_stock`),
  );
  return { stockTaken: Number(row?.many ?? 0), budgetTakenMinor: BigInt(row?.cost ?? 0) };
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
    const userIds = [...new Set(waiting.map(({ userId }) => userId))];
    const jobs = userIds.map((userId) => ({ companyId: ctx.companyId, userId }));
    await enqueueEach(ctx, tx, "evaluate-rewards", jobs);
  });
}
