import { and, count, eq, gte, lt, min, sql } from "drizzle-orm";
import { z } from "zod";
import { users, viralMetrics } from "#db/schema/index.ts";
import { getSettings } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { type CohortSums, sumOfCohorts } from "./viral.ts";

/** Late facts still reach a cohort for so long after its window; then it stands. */
const graceDays = 7;
/** Cohorts kept up to date and read: two years. */
const mostDays = 730;

type Options = {
  /** All days, also those that stand. */
  every?: boolean;
  onDay?: (done: number, total: number) => Promise<void>;
};

/**
 * One row per day of members who joined. Days whose window is still open or just closed are made anew, older
 * ones when they are missing, were made for another window, or when others are known by now to have joined then.
 */
export async function updateViralMetrics(ctx: Ctx, { every = false, onDay }: Options = {}): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { viralWindowDays } = await getSettings(ctx);
  const days = await daysToMake(ctx, viralWindowDays, every);
  for (const [nth, day] of days.entries()) {
    await transact(ctx, (tx) =>
      tx.execute(sql`SELECT update_daily_viral_metrics(${day}::date, ${viralWindowDays}::integer)`),
    );
    await onDay?.(nth + 1, days.length);
  }
}

async function daysToMake(ctx: Ctx, windowDays: number, every: boolean): Promise<string[]> {
  const today = startOfDay(ctx.clock.now());
  return transact(ctx, async (tx) => {
    const here = eq(users.companyId, ctx.companyId);
    const [first] = await tx
      .select({ at: min(users.joinedAt) })
      .from(users)
      .where(here);
    if (!first?.at) return [];
    const from = Math.max(startOfDay(first.at), today - mostDays * dayMs);
    const made = await tx
      .select({ day: viralMetrics.metricDate, members: viralMetrics.cohortMembers })
      .from(viralMetrics)
      .where(and(eq(viralMetrics.companyId, ctx.companyId), eq(viralMetrics.windowDays, windowDays)));
    const membersOf = new Map(made.map((row) => [row.day, row.members]));
    const joined = await joinedByDay(ctx, new Date(from));
    const days: string[] = [];
    for (let at = from; at < today; at += dayMs) {
      const day = dayName(at);
      const isOpen = at >= today - (windowDays + graceDays) * dayMs;
      if (every || isOpen || membersOf.get(day) !== (joined.get(day) ?? 0)) days.push(day);
    }
    return days;
  });
}

/** How many joined on each day (UTC), as update_daily_viral_metrics counts a cohort; days of nobody are left out. */
async function joinedByDay(ctx: Ctx, from: Date): Promise<Map<string, number>> {
  const day = sql<string>`(${users.joinedAt} AT TIME ZONE 'UTC')::date::text`;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ day, members: count() })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), gte(users.joinedAt, from)))
      .groupBy(day),
  );
  return new Map(rows.map((row) => [row.day, row.members]));
}

const CycleTimes = z
  .record(z.string(), z.number())
  .transform((pairs) => new Map(Object.entries(pairs).map(([tenths, count]) => [Number(tenths), count])));

/** The sum of all cohorts whose whole window has passed. Younger ones are not mature and not in it. */
export async function matureCohorts(ctx: Ctx, windowDays: number): Promise<CohortSums> {
  const today = startOfDay(ctx.clock.now());
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(viralMetrics)
      .where(
        and(
          eq(viralMetrics.companyId, ctx.companyId),
          eq(viralMetrics.windowDays, windowDays),
          // The last member of the day has had the whole window, too.
          lt(viralMetrics.metricDate, dayName(today - windowDays * dayMs)),
          gte(viralMetrics.metricDate, dayName(today - mostDays * dayMs)),
        ),
      ),
  );
  return sumOfCohorts(
    rows.map((row) => ({
      members: row.cohortMembers,
      invitations: row.invitations,
      referred: row.referredMembers,
      netReferred: row.netReferredMembers,
      referredSquares: row.referredSquares,
      cycleTimes: CycleTimes.parse(row.cycleTimes),
    })),
  );
}

function startOfDay(at: Date): number {
  return Math.floor(at.getTime() / dayMs) * dayMs;
}

function dayName(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
