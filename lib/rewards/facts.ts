import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { campaignPoints, memberStats, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { isConfirmed } from "../referrals/index.ts";
import type { Counted, Facts } from "./owed.ts";
import type { Reward } from "./reward.ts";
import { readStreaks, type StreakFacts } from "./streak-facts.ts";

/** What the community's rewards ask about; the rest is not read. */
export type Asked = { joining: boolean; campaigns: boolean; streak: boolean };

export function askedBy(rewards: readonly Pick<Reward, "side" | "campaignId" | "trigger">[]): Asked {
  return {
    joining: rewards.some(({ side }) => side !== "referrer"),
    campaigns: rewards.some(({ campaignId }) => campaignId !== null),
    streak: rewards.some(({ trigger }) => trigger === "streak"),
  };
}

/** Everything that members' rewards follow from, as it is now. */
export async function factsOf(
  ctx: Ctx,
  userIds: readonly string[],
  asked: Asked,
): Promise<(userId: string) => Facts> {
  const now = ctx.clock.now();
  const brought = await referralsOf(ctx, referrals.referrerId, userIds);
  const joinings = asked.joining ? await referralsOf(ctx, referrals.referredId, userIds) : new Map();
  const streaks = asked.streak ? await readStreaks(ctx, userIds) : new Map<string, StreakFacts>();
  const ids = [...brought.values(), ...joinings.values()].flat().map(({ id }) => id);
  const campaignsOf = asked.campaigns ? await campaignsBy(ctx, ids) : new Map<string, string[]>();
  const whole = (one: CountedRow): Counted => ({ ...one, campaignIds: campaignsOf.get(one.id) ?? [] });
  return (userId) => ({
    brought: (brought.get(userId) ?? []).map(whole),
    joining: (joinings.get(userId) ?? []).map(whole)[0] ?? null,
    streak: { ...(streaks.get(userId) ?? noStreak), at: now },
  });
}

type CountedRow = Omit<Counted, "campaignIds">;

/** Referrals that count now by whom they are of, first to last. */
async function referralsOf(
  ctx: Ctx,
  whose: typeof referrals.referrerId | typeof referrals.referredId,
  userIds: readonly string[],
): Promise<Map<string, CountedRow[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        userId: whose,
        id: referrals.id,
        status: referrals.status,
        convertedAt: referrals.convertedAt,
        activatedAt: referrals.activatedAt,
      })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(whose, userIds), isConfirmed))
      .orderBy(asc(referrals.convertedAt), asc(referrals.id)),
  );
  const counted = new Map<string, CountedRow[]>();
  for (const { userId, id, status, convertedAt, activatedAt } of rows) {
    if (convertedAt === null) continue;
    const one = { id, convertedAt, activatedAt: status === "activated" ? activatedAt : null };
    const own = counted.get(userId);
    if (own) own.push(one);
    else counted.set(userId, [one]);
  }
  return counted;
}

/** In which campaigns referrals have a line that counts, or will once its hold is over. */
async function campaignsBy(ctx: Ctx, referralIds: readonly string[]): Promise<Map<string, string[]>> {
  if (referralIds.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ referralId: campaignPoints.subjectId, campaignId: campaignPoints.campaignId })
      .from(campaignPoints)
      .where(
        and(
          eq(campaignPoints.companyId, ctx.companyId),
          inIds(campaignPoints.subjectId, referralIds),
          inArray(campaignPoints.status, ["provisional", "counted"]),
        ),
      ),
  );
  const found = new Map<string, string[]>();
  for (const { referralId, campaignId } of rows) {
    found.set(referralId, [...(found.get(referralId) ?? []), campaignId]);
  }
  return found;
}

const noStreak: StreakFacts = { runs: [], running: 0 };

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

export async function membersWithStreak(ctx: Ctx, days: number): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: memberStats.userId })
      .from(memberStats)
      .where(
        and(
          eq(memberStats.companyId, ctx.companyId),
          eq(memberStats.period, "all"),
          gte(memberStats.streakBest, days),
        ),
      ),
  );
  return rows.map(({ userId }) => userId);
}
