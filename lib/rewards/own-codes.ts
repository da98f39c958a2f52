import { and, asc, count, eq, isNull } from "drizzle-orm";
import { rewardCodes, rewardDeliveries, rewardRedemptions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";
import type { Redemption } from "./redemption.ts";
import { tellCodesLow } from "./tell.ts";

/** Takes one of the owner's own codes for a redemption, the first that was added; null when none is left. */
export async function takeOwnCode(
  ctx: Ctx,
  { id, rewardId }: Pick<Redemption, "id" | "rewardId">,
): Promise<string | null> {
  return transact(ctx, async (tx, ctx) => {
    const [free] = await tx
      .select({ id: rewardCodes.id, code: rewardCodes.code })
      .from(rewardCodes)
      .where(
        and(
          eq(rewardCodes.companyId, ctx.companyId),
          eq(rewardCodes.rewardId, rewardId),
          isNull(rewardCodes.redemptionId),
        ),
      )
      .orderBy(asc(rewardCodes.id))
      .limit(1)
      // Nobody waits for a code that somebody else is taking.
      .for("update", { skipLocked: true });
    if (!free) return null;
    await tx
      .update(rewardCodes)
      .set({ redemptionId: id, takenAt: ctx.clock.now() })
      .where(and(eq(rewardCodes.companyId, ctx.companyId), eq(rewardCodes.id, free.id)));
    await tellCodesLow(ctx, rewardId);
    return free.code;
  });
}

/** A code that its member never saw is for somebody else: for whoever waits for one, before all others. */
export async function returnOwnCode(
  ctx: Ctx,
  { id, rewardId }: Pick<Redemption, "id" | "rewardId">,
): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    const returned = await tx
      .update(rewardCodes)
      .set({ redemptionId: null, takenAt: null })
      .where(and(eq(rewardCodes.companyId, ctx.companyId), eq(rewardCodes.redemptionId, id)))
      .returning({ id: rewardCodes.id });
    if (returned.length > 0) await serveWaiting(ctx, rewardId, returned.length);
  });
}

/** Deliveries that had no code are tried again, of those who earned it first before the others. */
export async function serveWaiting(ctx: Ctx, rewardId: string, most: number): Promise<void> {
  const { companyId } = ctx;
  const ofReward = and(
    eq(rewardRedemptions.companyId, companyId),
    eq(rewardRedemptions.rewardId, rewardId),
    eq(rewardRedemptions.status, "held"),
  );
  await transact(ctx, async (tx) => {
    const waiting = await tx
      .select({ deliveryId: rewardDeliveries.id })
      .from(rewardRedemptions)
      .innerJoin(
        rewardDeliveries,
        and(
          eq(rewardDeliveries.companyId, companyId),
          eq(rewardDeliveries.redemptionId, rewardRedemptions.id),
          eq(rewardDeliveries.direction, "grant"),
          eq(rewardDeliveries.state, "held"),
        ),
      )
      .where(ofReward)
      .orderBy(rewardRedemptions.earnedAt, rewardRedemptions.id)
      .limit(most);
    const jobs = waiting.map(({ deliveryId }) => ({ companyId, deliveryId }));
    await enqueueEach(ctx, tx, "deliver-reward", jobs);
  });
}

/** How many codes are left, by reward; rewards without any codes are not named. */
export async function ownCodesLeft(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ rewardId: rewardCodes.rewardId, left: count() })
      .from(rewardCodes)
      .where(and(eq(rewardCodes.companyId, ctx.companyId), isNull(rewardCodes.redemptionId)))
      .groupBy(rewardCodes.rewardId),
  );
  return new Map(rows.map(({ rewardId, left }) => [rewardId, left]));
}
