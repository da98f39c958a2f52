import type { ReservedSql } from "postgres";
import { chunksOf } from "#lib/core/chunks.ts";
import { streakOf } from "#lib/streaks/streak.ts";

const atOnce = 20_000;

/** Fills a table of everybody's streak from the days that have something, as the worker would. */
export async function findStreaks(sql: ReservedSql): Promise<void> {
  await sql.unsafe(`CREATE TEMP TABLE bench_streaks (company_id text, user_id uuid, days integer, until date,
                                                     missed_on date, best integer)`);
  const active = sql<{ company_id: string; user_id: string; days: number[] }[]>`
    SELECT company_id, user_id, array_agg(day - DATE '1970-01-01' ORDER BY day) AS days FROM bench_days
    WHERE human + conversions_confirmed + conversions_provisional > 0 GROUP BY 1, 2`;
  const found = await active;
  for (const some of chunksOf(found, atOnce)) {
    const rows = some.map(({ company_id, user_id, days }) => {
      const { missedOn, ...streak } = streakOf(days);
      return { company_id, user_id, ...streak, missed_on: missedOn };
    });
    await sql`INSERT INTO bench_streaks
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        AS r(company_id text, user_id uuid, days integer, until date, missed_on date, best integer)`;
  }
  await sql`ANALYZE bench_streaks`;
}
