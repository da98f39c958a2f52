import type { ReservedSql } from "postgres";

/** The n-th id of a kind made at an instant: sorts by time as the product's own ids do. */
const benchId = `
  CREATE OR REPLACE FUNCTION pg_temp.bench_id(kind integer, at timestamptz, n bigint) RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT encode(substr(int8send((date_part('epoch', at) * 1000)::bigint), 3) || int2send((28672 + kind)::smallint)
                   || '\\xa000'::bytea || substr(int8send(n), 3), 'hex')::uuid $$`;

/** Members, their links, and whom they brought, of every company in bench_companies. */
export async function makePeople(sql: ReservedSql, since: Date): Promise<void> {
  const made = madeAt(since);
  await begin(sql, 0.42);
  for (const statement of [...communities(made), ...links(made), ...brought(made)])
    await sql.unsafe(statement);
}

/** Some links have many clicks, most have few, and one has a twentieth of all. */
export async function makeClicks(sql: ReservedSql, since: Date): Promise<void> {
  await begin(sql, 0.24);
  await sql.unsafe(clicks(madeAt(since)));
}

async function begin(sql: ReservedSql, seed: number): Promise<void> {
  await sql.unsafe(benchId);
  await sql`SELECT setseed(${seed})`;
}

/** Repeated in every statement, it keeps each of them a single one over all companies. */
function madeAt(since: Date): string {
  return `(SELECT b.*, '${since.toISOString()}'::timestamptz AS since FROM bench_companies b)`;
}

const communities = (made: string) => [
  `INSERT INTO companies (company_id, title, route, settings, profile_refreshed_at, backfilled_at)
   SELECT company_id, 'Bench community', 'bench' || base, '{"defaultPlanId":"plan_bench"}', now(), now() FROM ${made}`,
  `INSERT INTO attribution_rules (company_id, version, touch, window_days, credit_existing_customers,
     count_trials, count_free, created_by)
   SELECT company_id, 1, 'last', 30, false, false, false, 'bench' FROM ${made}`,
  `INSERT INTO experiences (company_id, experience_id, name, refreshed_at)
   SELECT company_id, experience_id, 'Bench', now() FROM ${made}`,
  `INSERT INTO experience_directory (experience_id, company_id) SELECT experience_id, company_id FROM ${made}`,
  `INSERT INTO rewards (company_id, id, name, threshold, reward_type, reward_data)
   SELECT company_id, pg_temp.bench_id(9, now(), base + t), 'After ' || t, t, 'free_days', '{"days":7}'
   FROM ${made} b, unnest(ARRAY[3, 10, 50]) AS t`,
  // Members first, then those they brought.
  `INSERT INTO users (company_id, id, whop_user_id, username, name, email, joined_at, profile_refreshed_at)
   SELECT company_id, pg_temp.bench_id(1, since, base + n), 'user_bench' || (base + n), 'bench' || n, 'Member ' || n,
          'bench' || n || '@inbox.test', since + random() * interval '88 days', now()
   FROM ${made} b, generate_series(1, members + referrals) AS n`,
];

const links = (made: string) => [
  `INSERT INTO referral_codes (company_id, id, user_id, code, created_at)
   SELECT company_id, pg_temp.bench_id(2, since, base + n), pg_temp.bench_id(1, since, base + n), 'bench' || (base + n), since
   FROM ${made} b, generate_series(1, members) AS n`,
  `INSERT INTO code_directory (code, company_id, code_id) SELECT code, company_id, id FROM referral_codes`,
  `INSERT INTO checkout_configurations (company_id, checkout_id, code_id, plan_id, purchase_url, metadata)
   SELECT company_id, 'ch_' || code, id, 'plan_bench', 'https://whop.com/checkout/plan_bench/?session=ch_' || code, '{}'
   FROM referral_codes`,
];

const clicks = (made: string) => `
  INSERT INTO referral_clicks (company_id, code_id, id, clicked_at, visitor_key, network_key, by_cookie, class, device)
  SELECT company_id, pg_temp.bench_id(2, since, base + link), pg_temp.bench_id(3, at, base + n), at,
         (random() * 9e15)::bigint, (random() * 9e15)::bigint, true,
         CASE WHEN roll < 0.7 THEN 'human' WHEN roll < 0.8 THEN 'bot' WHEN roll < 0.9 THEN 'duplicate'
              WHEN roll < 0.98 THEN 'preview' ELSE 'prefetch' END, 'mobile'
  FROM (SELECT b.*, n, random() AS roll, since + random() * interval '88 days' AS at,
               CASE WHEN random() < 0.05 THEN 1 ELSE 1 + floor(power(random(), 8) * members)::bigint END AS link
        FROM ${made} b, generate_series(1, clicks) AS n) c
  ORDER BY at`;

const brought = (made: string) => [
  `INSERT INTO referrals (company_id, id, referrer_id, referred_id, referral_code_id, status, evidence,
     rules_version, signed_up_at, converted_at, cancelled_at, cancel_reason, review, is_verified, fraud_score,
     click_at, click_visitor_key, click_network_key, click_by_cookie)
   SELECT company_id, pg_temp.bench_id(4, at, base + n), pg_temp.bench_id(1, since, base + member),
          pg_temp.bench_id(1, since, base + members + n), pg_temp.bench_id(2, since, base + member), status,
          'checkout_metadata', 1, at, CASE WHEN status <> 'pending' THEN at + interval '1 second' END,
          CASE WHEN status = 'cancelled' THEN at + interval '5 days' END,
          CASE WHEN status = 'cancelled' THEN 'refunded' END,
          CASE WHEN held THEN 'held' ELSE 'clear' END, status = 'converted' AND NOT held,
          CASE WHEN held THEN 80 ELSE 0 END, at - interval '1 hour', (random() * 9e15)::bigint,
          (random() * 9e15)::bigint, true
   FROM (SELECT s.*, status = 'converted' AND random() < 0.02 AS held
         FROM (SELECT b.*, n, since + interval '1 day' + random() * interval '86 days' AS at,
                      1 + floor(power(random(), 2) * members)::bigint AS member,
                      (ARRAY['converted','converted','converted','converted','converted','pending','cancelled'])
                        [1 + floor(random() * 7)::integer] AS status
               FROM ${made} b, generate_series(1, referrals) AS n) s) r`,
  `INSERT INTO referral_conversions (company_id, id, referral_id, referral_code_id, conversion_type,
     source_id, currency, gross_minor, tax_minor, refunded_minor, net_minor, occurred_at, metadata)
   SELECT company_id, pg_temp.bench_id(5, converted_at, row_number() OVER ()), id, referral_code_id, 'subscription',
          'pay_' || id, 'USD', 2900, 0, CASE WHEN status = 'cancelled' THEN 2900 ELSE 0 END,
          CASE WHEN status = 'cancelled' THEN 0 ELSE 2900 END, converted_at, '{"counts":true}'
   FROM referrals WHERE converted_at IS NOT NULL`,
  `INSERT INTO fraud_cases (company_id, id, referral_id, score, opened_at)
   SELECT company_id, pg_temp.bench_id(6, converted_at, row_number() OVER ()), id, 80, converted_at
   FROM referrals WHERE review = 'held'`,
  `INSERT INTO referral_analytics (company_id, id, occurred_at, action, user_id, referral_code_id, referral_id)
   SELECT company_id, pg_temp.bench_id(7, signed_up_at, row_number() OVER ()), signed_up_at, 'signed_up', referrer_id,
          referral_code_id, id FROM referrals`,
];
