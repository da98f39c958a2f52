import type { ReservedSql } from "postgres";
import { findStreaks } from "./stats-streaks.ts";

const clicks = "human, bot, preview, prefetch, duplicate, self, test";
const counts = `${clicks}, signups, conversions_confirmed, conversions_provisional, conversions_clicked`;
const names = counts.split(", ");
const summed = names.map((name) => `sum(${name})::integer AS ${name}`).join(", ");
const money = "sum(gross)::integer AS gross, sum(refunded)::integer AS refunded";
const revenue = `CASE WHEN gross > 0 THEN jsonb_build_array(jsonb_build_object('currency', 'USD',
  'gross', gross::text, 'refunded', refunded::text, 'net', (gross - refunded)::text)) ELSE '[]' END`;

/** A period's first day, of any day of it. */
const periods = {
  week: "date_trunc('week', day::timestamp)::date",
  month: "date_trunc('month', day::timestamp)::date",
  season: "date_trunc('quarter', day::timestamp)::date",
  all: "DATE '1970-01-01'",
};

/** The maintained numbers of all companies in a few statements; the worker's own comparison must find them right. */
export async function countUp(sql: ReservedSql): Promise<void> {
  await sql.unsafe(`
    INSERT INTO link_stats (company_id, code_id, user_id, day, ${clicks}, first_human_at, last_human_at)
    SELECT k.company_id, k.code_id, c.user_id, k.day, ${clicks}, first_human_at, last_human_at
    FROM (SELECT company_id, code_id, (clicked_at AT TIME ZONE 'UTC')::date AS day,
                 count(*) FILTER (WHERE class = 'human') AS human, count(*) FILTER (WHERE class = 'bot') AS bot,
                 count(*) FILTER (WHERE class = 'preview') AS preview,
                 count(*) FILTER (WHERE class = 'prefetch') AS prefetch,
                 count(*) FILTER (WHERE class = 'duplicate') AS duplicate, 0 AS self, 0 AS test,
                 min(clicked_at) FILTER (WHERE class = 'human') AS first_human_at,
                 max(clicked_at) FILTER (WHERE class = 'human') AS last_human_at
          FROM referral_clicks GROUP BY 1, 2, 3) k
    JOIN referral_codes c ON c.company_id = k.company_id AND c.id = k.code_id`);
  await findDays(sql);
  await findStreaks(sql);
  await countMembers(sql);
  await sql.unsafe(`
    INSERT INTO score_counts (company_id, period, period_start, score, members)
    SELECT company_id, period, period_start, score, count(*) FROM member_stats WHERE score > 0 GROUP BY 1, 2, 3, 4`);
  await sql.unsafe(`
    INSERT INTO company_stats (company_id, day, ${counts}, revenue)
    SELECT company_id, day, ${counts}, ${revenue}
    FROM (SELECT company_id, day, ${summed}, ${money} FROM bench_days GROUP BY 1, 2) d`);
  await sql.unsafe("DROP TABLE bench_days, bench_streaks");
}

/** What each member had on each day. */
async function findDays(sql: ReservedSql): Promise<void> {
  await sql.unsafe(`
    CREATE TEMP TABLE bench_days AS
    SELECT company_id, user_id, day, ${summed}, ${money}, max(reached_at) AS reached_at
    FROM (
      SELECT company_id, user_id, day, ${clicks}, 0 AS signups, 0 AS conversions_confirmed,
             0 AS conversions_provisional, 0 AS conversions_clicked, 0 AS gross, 0 AS refunded,
             NULL::timestamptz AS reached_at
      FROM link_stats
      UNION ALL SELECT company_id, referrer_id, (signed_up_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 1, 0, 0, 0, 0, 0, NULL
      FROM referrals
      UNION ALL SELECT company_id, referrer_id, (converted_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0,
                       (review = 'clear')::int, (review = 'held')::int, 0, 0, 0,
                       CASE WHEN review = 'clear' THEN converted_at END
      FROM referrals WHERE status = 'converted'
      UNION ALL SELECT company_id, referrer_id, (click_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0, 0, 0, 1, 0, 0, NULL
      FROM referrals WHERE status = 'converted'
      UNION ALL SELECT c.company_id, r.referrer_id, (c.occurred_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0, 0, 0, 0,
                       c.gross_minor::int, c.refunded_minor::int, NULL
      FROM referral_conversions c JOIN referrals r ON r.company_id = c.company_id AND r.id = c.referral_id
    ) d
    GROUP BY 1, 2, 3`);
  await sql`ANALYZE bench_days`;
}

/** Period by period, each from the days. */
async function countMembers(sql: ReservedSql): Promise<void> {
  for (const [period, start] of Object.entries({ day: "day", ...periods })) {
    const ofPeriod =
      period === "day"
        ? "bench_days"
        : `(SELECT company_id, user_id, ${start} AS day, ${summed}, ${money}, max(reached_at) AS reached_at
            FROM bench_days GROUP BY 1, 2, 3)`;
    const streaks = period === "all" ? "bench_streaks" : "(SELECT * FROM bench_streaks WHERE false)";
    await sql.unsafe(`
      INSERT INTO member_stats (company_id, user_id, period, period_start, ${counts}, score, score_reached_at,
                                streak_days, streak_until, streak_missed_on, streak_best, revenue)
      SELECT p.company_id, p.user_id, '${period}', p.day, ${counts}, conversions_confirmed, reached_at,
             coalesce(s.days, 0), s.until, s.missed_on, coalesce(s.best, 0), ${revenue}
      FROM ${ofPeriod} p
      LEFT JOIN ${streaks} s ON s.company_id = p.company_id AND s.user_id = p.user_id`);
  }
}
