import { and, eq, gte, like } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { memberStats, rewardRedemptions } from "#db/schema/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { dayOf } from "../core/local-time.ts";
import { readActiveDays, type StreakRun, streakOf, streakOn, streaksOf } from "../streaks/index.ts";
import type { Facts, Run } from "./owed.ts";

export type StreakFacts = Omit<Facts["streak"], "at">;

/** Of members who ever had two days in a row; the others have no streak to speak of. */
export async function readStreaks(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, StreakFacts>> {
  const active = await readActiveDays(ctx, await withStreaks(ctx, userIds));
  const named = await namesGiven(ctx, [...active.keys()]);
  const now = ctx.clock.now();
  return new Map(
    [...active].map(([userId, { zone, days }]) => [
      userId,
      {
        runs: nameRuns(streaksOf(days), named.get(userId) ?? []),
        running: streakOn(dayOf(zone, now), streakOf(days)).days,
      },
    ]),
  );
}

/**
 * A run keeps the name by which it has earned something: a day that is learnt late, or another time zone, moves where
 * it begins, and makes no further run of it.
 */
export function nameRuns(runs: readonly StreakRun[], given: readonly string[]): Run[] {
  const left = new Set(given);
  return runs.map(({ from, until, days }) => {
    const [first, last] = [Date.parse(from) - dayMs, Date.parse(until) + dayMs];
    const known = [...left]
      .filter((name) => Date.parse(name) >= first && Date.parse(name) <= last)
      .toSorted()[0];
    if (known !== undefined) left.delete(known);
    return { name: known ?? from, until, days };
  });
}

async function withStreaks(ctx: Ctx, userIds: readonly string[]): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: memberStats.userId })
      .from(memberStats)
      .where(
        and(
          eq(memberStats.companyId, ctx.companyId),
          inIds(memberStats.userId, userIds),
          eq(memberStats.period, "all"),
          gte(memberStats.streakBest, 2),
        ),
      ),
  );
  return rows.map(({ userId }) => userId);
}

const prefix = "streak:";

async function namesGiven(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, string[]>> {
  if (userIds.length === 0) return new Map();
  const of = rewardRedemptions;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ userId: of.userId, subject: of.subject })
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.userId, userIds), like(of.subject, `${prefix}%`))),
  );
  const byUser = Map.groupBy(rows, ({ userId }) => userId);
  return new Map(
    [...byUser].map(([userId, own]) => [userId, own.map(({ subject }) => subject.slice(prefix.length))]),
  );
}
