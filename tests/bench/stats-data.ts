import type { ReservedSql, Sql } from "postgres";
import { findStreaks } from "./stats-streaks.ts";

export const COMPANY = "biz_BenchStats00000";
export const EXPERIENCE = "exp_BenchStats00000";
/** Far enough inside the oldest partition that a migration on the first of a month makes. */
const DAYS = 88;

export type Size = { members: number; referrals: number; clicks: number; others: number };

/** The data that performance.md's reads are measured on, and a tenth of it. */
export const full: Size = { members: 20_000, referrals: 100_000, clicks: 1_000_000, others: 200 };
export const tenth: Size = { members: 2_000, referrals: 10_000, clicks: 100_000, others: 20 };
const other: Size = { members: 50, referrals: 200, clicks: 1_000, others: 0 };

/** The n-th id of a kind made at an instant: sorts by time as the product's own ids do. */
const helpers = `
  CREATE OR REPLACE FUNCTION bench_id(kind integer, at timestamptz, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
             || 'a000' || lpad(to_hex(n), 12, '0'))::uuid $$`;

const tables = [
  "referral_clicks",
  "referral_conversions",
  "referral_analytics",
  "fraud_cases",
  "referrals",
  "link_stats",
  "member_stats",
  "member_preferences",
  "score_counts",
  "score_counts_before",
  "company_stats",
  "viral_metrics",
  "checkout_configurations",
  "code_directory",
  "referral_codes",
  "rewards",
  "attribution_rules",
  "experience_directory",
  "experiences",
  "users",
  "companies",
];

/** Replaces whatever was there by a community of this size with 90 days behind it, and others beside it. */
export async function loadGraph(admin: Sql, size: Size): Promise<void> {
  const all = tables.join(", ");
  const sql = await admin.reserve();
  try {
    // The rows are right by their making: what checks each of them costs more than writing it.
    await sql`SET session_replication_role = 'replica'`;
    await sql`SET synchronous_commit = 'off'`;
    await sql`SET work_mem = '128MB'`;
    await sql.unsafe(helpers);
    await sql.unsafe(`TRUNCATE ${all} CASCADE`);
    await sql`SELECT setseed(0.42)`;
    await loadCompany(sql, COMPANY, 0, size);
    for (let nth = 1; nth <= size.others; nth += 1)
      await loadCompany(sql, `biz_BenchOther${String(nth).padStart(5, "0")}`, nth, other);
    await sql.unsafe(`ANALYZE ${all}`);
    await countUp(sql);
    await sql`VACUUM (ANALYZE) link_stats, member_stats, score_counts, company_stats`;
    await makeCohorts(sql);
    await sql`RESET ALL`;
  } finally {
    sql.release();
  }
}

async function loadCompany(tx: ReservedSql, company: string, nth: number, size: Size): Promise<void> {
  const { members, referrals, clicks } = size;
  const experience = nth === 0 ? EXPERIENCE : `exp_BenchOther${nth}`;
  // Ids begin at a number of the company's own, so that no two companies share any.
  const base = nth * 10_000_000;
  const from = new Date(Math.floor(Date.now() / 1000) * 1000 - DAYS * 86_400_000);
  await tx`INSERT INTO companies (company_id, title, route, settings, profile_refreshed_at, backfilled_at)
      VALUES (${company}, 'Bench community', ${`bench${nth}`}, '{"defaultPlanId":"plan_bench"}', now(), now())`;
  await tx`INSERT INTO attribution_rules (company_id, version, touch, window_days, credit_existing_customers,
        count_trials, count_free, created_by) VALUES (${company}, 1, 'last', 30, false, false, false, 'bench')`;
  await tx`INSERT INTO experiences (company_id, experience_id, name, refreshed_at)
      VALUES (${company}, ${experience}, 'Bench', now())`;
  await tx`INSERT INTO experience_directory (experience_id, company_id) VALUES (${experience}, ${company})`;
  await tx`INSERT INTO rewards (company_id, id, name, threshold, reward_type, reward_data)
      SELECT ${company}, bench_id(9, now(), ${base} + t), 'After ' || t, t, 'free_days', '{"days":7}'
      FROM unnest(ARRAY[3, 10, 50]) AS t`;
  // Members first, then those they brought.
  await tx`INSERT INTO users (company_id, id, whop_user_id, username, name, email, joined_at, profile_refreshed_at)
      SELECT ${company}, bench_id(1, ${from}::timestamptz, ${base}::bigint + n), 'user_bench' || (${base}::bigint + n), 'bench' || n,
             'Member ' || n, 'bench' || n || '@inbox.test', ${from}::timestamptz + random() * interval '88 days', now()
      FROM generate_series(1, ${members + referrals}::integer) AS n`;
  await tx`INSERT INTO referral_codes (company_id, id, user_id, code, created_at)
      SELECT ${company}, bench_id(2, ${from}::timestamptz, ${base}::bigint + n), bench_id(1, ${from}::timestamptz, ${base}::bigint + n),
             'bench' || (${base}::bigint + n), ${from}::timestamptz
      FROM generate_series(1, ${members}::integer) AS n`;
  await tx`INSERT INTO code_directory (code, company_id, code_id)
      SELECT code, company_id, id FROM referral_codes WHERE company_id = ${company}`;
  await tx`INSERT INTO checkout_configurations (company_id, checkout_id, code_id, plan_id, purchase_url, metadata)
      SELECT company_id, 'ch_' || code, id, 'plan_bench', 'https://whop.com/checkout/plan_bench/?session=ch_' || code,
             '{}' FROM referral_codes WHERE company_id = ${company}`;
  // Some links have many clicks, most have few, and one has a twentieth of all.
  await tx`INSERT INTO referral_clicks (company_id, code_id, id, clicked_at, visitor_key, network_key, by_cookie, class,
                                          device)
      SELECT ${company}, bench_id(2, ${from}::timestamptz, ${base}::bigint + c.link), bench_id(3, c.at, c.n), c.at,
             (random() * 9e15)::bigint, (random() * 9e15)::bigint, true,
             CASE WHEN c.roll < 0.7 THEN 'human' WHEN c.roll < 0.8 THEN 'bot' WHEN c.roll < 0.9 THEN 'duplicate'
                  WHEN c.roll < 0.98 THEN 'preview' ELSE 'prefetch' END, 'mobile'
      FROM (SELECT n, random() AS roll, ${from}::timestamptz + random() * interval '88 days' AS at,
                   CASE WHEN random() < 0.05 THEN 1 ELSE 1 + floor(power(random(), 8) * ${members}::integer)::bigint END AS link
            FROM generate_series(1, ${clicks}::integer) AS n) c
      ORDER BY c.at`;
  await tx`INSERT INTO referrals (company_id, id, referrer_id, referred_id, referral_code_id, status, evidence,
          rules_version, signed_up_at, converted_at, cancelled_at, cancel_reason, review, is_verified, fraud_score,
          click_at, click_visitor_key, click_network_key, click_by_cookie)
      SELECT ${company}, bench_id(4, r.at, r.n), bench_id(1, ${from}::timestamptz, ${base}::bigint + r.member),
             bench_id(1, ${from}::timestamptz, ${base}::bigint + ${members}::integer + r.n), bench_id(2, ${from}::timestamptz, ${base}::bigint + r.member), r.status,
             'checkout_metadata', 1, r.at, CASE WHEN r.status <> 'pending' THEN r.at + interval '1 second' END,
             CASE WHEN r.status = 'cancelled' THEN r.at + interval '5 days' END,
             CASE WHEN r.status = 'cancelled' THEN 'refunded' END,
             CASE WHEN r.held THEN 'held' ELSE 'clear' END, r.status = 'converted' AND NOT r.held,
             CASE WHEN r.held THEN 80 ELSE 0 END, r.at - interval '1 hour', (random() * 9e15)::bigint,
             (random() * 9e15)::bigint, true
      FROM (SELECT s.n, s.at, s.member, s.status, s.status = 'converted' AND random() < 0.02 AS held
            FROM (SELECT n, ${from}::timestamptz + interval '1 day' + random() * interval '86 days' AS at,
                         1 + floor(power(random(), 2) * ${members}::integer)::bigint AS member,
                         (ARRAY['converted','converted','converted','converted','converted','pending','cancelled'])
                           [1 + floor(random() * 7)::integer] AS status
                  FROM generate_series(1, ${referrals}::integer) AS n) s) r`;
  await tx`INSERT INTO referral_conversions (company_id, id, referral_id, referral_code_id, conversion_type,
          source_id, currency, gross_minor, tax_minor, refunded_minor, net_minor, occurred_at, metadata)
      SELECT company_id, bench_id(5, converted_at, ${base}::bigint + row_number() OVER ()), id, referral_code_id, 'subscription',
             'pay_' || id, 'USD', 2900, 0, CASE WHEN status = 'cancelled' THEN 2900 ELSE 0 END,
             CASE WHEN status = 'cancelled' THEN 0 ELSE 2900 END, converted_at, '{"counts":true}'
      FROM referrals WHERE company_id = ${company} AND converted_at IS NOT NULL`;
  await tx`INSERT INTO fraud_cases (company_id, id, referral_id, score, opened_at)
      SELECT company_id, bench_id(6, converted_at, ${base}::bigint + row_number() OVER ()), id, 80, converted_at
      FROM referrals WHERE company_id = ${company} AND review = 'held'`;
  await tx`INSERT INTO referral_analytics (company_id, id, occurred_at, action, user_id, referral_code_id, referral_id)
      SELECT company_id, bench_id(7, signed_up_at, ${base}::bigint + row_number() OVER ()), signed_up_at, 'signed_up', referrer_id,
             referral_code_id, id FROM referrals WHERE company_id = ${company}`;
}

/** The maintained numbers of all companies in a few statements; a sample of them is held against the worker's own. */
async function countUp(admin: ReservedSql): Promise<void> {
  const sums = `sum(human)::int, sum(bot)::int, sum(preview)::int, sum(prefetch)::int, sum(duplicate)::int,
    sum(self)::int, sum(test)::int, sum(signups)::int, sum(confirmed)::int, sum(provisional)::int, sum(clicked)::int`;
  const revenue = `CASE WHEN sum(gross) > 0 THEN jsonb_build_array(jsonb_build_object('currency', 'USD',
    'gross', sum(gross)::text, 'refunded', sum(refunded)::text, 'net', sum(gross - refunded)::text)) ELSE '[]' END`;
  const columns = `human, bot, preview, prefetch, duplicate, self, test, signups, conversions_confirmed,
    conversions_provisional, conversions_clicked`;
  await admin.unsafe(`
    INSERT INTO link_stats (company_id, code_id, user_id, day, human, bot, preview, prefetch, duplicate, self, test,
                            first_human_at, last_human_at)
    SELECT k.company_id, k.code_id, c.user_id, (k.clicked_at AT TIME ZONE 'UTC')::date,
           count(*) FILTER (WHERE k.class = 'human'), count(*) FILTER (WHERE k.class = 'bot'),
           count(*) FILTER (WHERE k.class = 'preview'), count(*) FILTER (WHERE k.class = 'prefetch'),
           count(*) FILTER (WHERE k.class = 'duplicate'), 0, 0, min(k.clicked_at) FILTER (WHERE k.class = 'human'),
           max(k.clicked_at) FILTER (WHERE k.class = 'human')
    FROM referral_clicks k JOIN referral_codes c ON c.company_id = k.company_id AND c.id = k.code_id
    GROUP BY 1, 2, 3, 4`);
  await admin.unsafe(`
    CREATE TEMP TABLE bench_daily AS
    SELECT company_id, user_id, day, human, bot, preview, prefetch, duplicate, self, test, 0 AS signups, 0 AS confirmed,
           0 AS provisional, 0 AS clicked, 0::bigint AS gross, 0::bigint AS refunded, NULL::timestamptz AS reached_at
    FROM link_stats
    UNION ALL SELECT company_id, referrer_id, (signed_up_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 1, 0, 0, 0, 0, 0, NULL
    FROM referrals
    UNION ALL SELECT company_id, referrer_id, (converted_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0,
                     (review = 'clear')::int, (review = 'held')::int, 0, 0, 0, CASE WHEN review = 'clear' THEN converted_at END
    FROM referrals WHERE status = 'converted'
    UNION ALL SELECT company_id, referrer_id, (click_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0, 0, 0, 1, 0, 0, NULL
    FROM referrals WHERE status = 'converted'
    UNION ALL SELECT c.company_id, r.referrer_id, (c.occurred_at AT TIME ZONE 'UTC')::date, 0,0,0,0,0,0,0, 0, 0, 0, 0,
                     c.gross_minor, c.refunded_minor, NULL
    FROM referral_conversions c JOIN referrals r ON r.company_id = c.company_id AND r.id = c.referral_id`);
  await admin`ANALYZE bench_daily`;
  await findStreaks(admin);
  await admin.unsafe(`
    INSERT INTO member_stats (company_id, user_id, period, period_start, ${columns}, score, score_reached_at,
                              streak_days, streak_until, streak_missed_on, streak_best, revenue)
    WITH periods AS (
      SELECT d.company_id, d.user_id, p.period, p.start, ${sums}, sum(confirmed)::int AS score, max(reached_at), ${revenue}
      FROM bench_daily d CROSS JOIN LATERAL (VALUES ('day', day), ('week', date_trunc('week', day::timestamp)::date),
        ('month', date_trunc('month', day::timestamp)::date), ('season', date_trunc('quarter', day::timestamp)::date), ('all', DATE '1970-01-01')) AS p(period, start)
      GROUP BY 1, 2, 3, 4
    )
    SELECT p.company_id, p.user_id, p.period, p.start, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, score, reached,
           coalesce(s.days, 0), s.until, s.missed_on, coalesce(s.best, 0), rev
    FROM periods AS p(company_id, user_id, period, start, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, score, reached, rev)
    LEFT JOIN bench_streaks s ON s.company_id = p.company_id AND s.user_id = p.user_id AND p.period = 'all'`);
  await admin.unsafe(`
    INSERT INTO score_counts (company_id, period, period_start, score, members)
    SELECT company_id, period, period_start, score, count(*) FROM member_stats WHERE score > 0 GROUP BY 1, 2, 3, 4`);
  await admin.unsafe(`
    INSERT INTO company_stats (company_id, day, ${columns}, revenue)
    SELECT company_id, day, ${sums}, ${revenue} FROM bench_daily GROUP BY 1, 2`);
  await admin.unsafe("DROP TABLE bench_daily, bench_streaks");
}

async function makeCohorts(sql: ReservedSql): Promise<void> {
  await sql.unsafe(`SET app.company_id = '${COMPANY}'`);
  await sql`SELECT update_daily_viral_metrics((now() - n * interval '1 day')::date, 30)
            FROM generate_series(1, 90) AS n`;
}
