import { and, asc, eq, gte, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isConfirmed } from "../referrals/index.ts";

/** When each of a member's referrals that count now converted, by Whop's time, first to last. */
export async function countedReferrals(ctx: Ctx, userId: string): Promise<Date[]> {
  return (await countedReferralsOf(ctx, [userId])).get(userId) ?? [];
}

/** The same of several members; those who have none are left out. */
export async function countedReferralsOf(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Date[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: referrals.referrerId, convertedAt: referrals.convertedAt })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(referrals.referrerId, userIds), isConfirmed))
      .orderBy(asc(referrals.convertedAt), asc(referrals.id)),
  );
  const counted = new Map<string, Date[]>();
  for (const { userId, convertedAt } of rows) {
    if (convertedAt === null) continue;
    const own = counted.get(userId);
    if (own) own.push(convertedAt);
    else counted.set(userId, [convertedAt]);
  }
  return counted;
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
