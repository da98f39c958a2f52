import { sql } from "drizzle-orm";
import { dayMs, floorTo } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { periodStartOf } from "./periods.ts";

/** The score with which a member began the day (UTC) on which it last changed. */
export type Morning = { scoreBefore: number; scoreDay: string | null };

/** Ranks of today are compared with those of its morning, so a day changes the morning's score only once. */
export function morningOf(
  known: (Morning & { score: number }) | undefined,
  score: number,
  today: string,
): Morning {
  const { score: before, scoreBefore, scoreDay } = known ?? { score: 0, scoreBefore: 0, scoreDay: null };
  return before === score || scoreDay === today
    ? { scoreBefore, scoreDay }
    : { scoreBefore: before, scoreDay: today };
}

/** Longer than a day, nobody asks for it. */
const keptDays = 2;

/**
 * Before the first score of a day (UTC) changes, keeps how many had each: with it, a rank of that morning is as short
 * a sum as one of now. A day on which nothing changes needs none.
 */
export async function keepMorning(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const midnight = floorTo(now, dayMs).toISOString();
  const today = periodStartOf("day", now);
  const { companyId } = ctx;
  await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH dawn AS (
        INSERT INTO stats_cursors (company_id, name, position) VALUES (${companyId}, 'morning', ${midnight}::timestamptz)
        ON CONFLICT (company_id, name) DO UPDATE SET position = excluded.position
         WHERE stats_cursors.position < excluded.position
        RETURNING company_id
      ), forgotten AS (
        DELETE FROM score_counts_before b USING dawn
         WHERE b.company_id = ${companyId} AND b.day <= ${today}::date - ${keptDays}::integer
      )
      INSERT INTO score_counts_before (company_id, day, period, period_start, score, members)
      SELECT c.company_id, ${today}::date, c.period, c.period_start, c.score, c.members
      FROM dawn
      CROSS JOIN (VALUES ('week', ${periodStartOf("week", now)}::date), ('month', ${periodStartOf("month", now)}::date),
        ('season', ${periodStartOf("season", now)}::date), ('all', ${periodStartOf("all", now)}::date)) AS p(period, start)
      JOIN score_counts c ON c.company_id = ${companyId} AND c.period = p.period AND c.period_start = p.start`),
  );
}
