import { and, asc, eq, gte, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** A referral that counts now: paid, not disputed, and screened as clear or released by the team. */
const counts = and(
  inArray(referrals.status, ["converted", "activated"]),
  inArray(referrals.review, ["clear", "released"]),
  eq(referrals.isVerified, true),
  isNull(referrals.holdReason),
  isNotNull(referrals.convertedAt),
);

/** When each of a member's referrals that count now converted, by Whop's time, first to last. */
export async function countedReferrals(ctx: Ctx, userId: string): Promise<Date[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ convertedAt: referrals.convertedAt })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), eq(referrals.referrerId, userId), counts))
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
      .where(and(eq(referrals.companyId, ctx.companyId), counts))
      .groupBy(referrals.referrerId)
      .having(gte(sql`count(*)`, threshold)),
  );
  return rows.map(({ userId }) => userId);
}
