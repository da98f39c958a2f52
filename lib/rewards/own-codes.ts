import { and, asc, count, eq, isNull } from "drizzle-orm";
import { rewardCodes } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
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

/** A code that its member never saw is for somebody else. */
export async function returnOwnCode(ctx: Ctx, { id }: Pick<Redemption, "id">): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .update(rewardCodes)
      .set({ redemptionId: null, takenAt: null })
      .where(and(eq(rewardCodes.companyId, ctx.companyId), eq(rewardCodes.redemptionId, id))),
  );
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
