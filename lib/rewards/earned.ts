import { and, asc, eq, gte, sql } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isConfirmed } from "../referrals/index.ts";

/** When each of a member's referrals that count now converted, by Whop's time, first to last. */
export async function countedReferrals(ctx: Ctx, userId: string): Promise<Date[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ convertedAt: referrals.convertedAt })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.referrerId, userId), isConfirmed))
      .orderBy(asc(referrals.convertedAt), asc(referrals.id)),
  );
  return rows.flatMap(({ convertedAt }) => (convertedAt ? [convertedAt] : []));
}

/** Members with at least so many referrals that count now. */
export async function membersWhoReached(ctx: Ctx, threshold: number): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: referrals.referrerId })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), isConfirmed))
      .groupBy(referrals.referrerId)
      .having(gte(sql`count(*)`, threshold)),
  );
  return rows.map(({ userId }) => userId);
}
