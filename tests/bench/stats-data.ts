import type { ReservedSql, Sql } from "postgres";
import { finishTables, inBulk, setIndexesAside } from "./bulk-load.ts";
import { makeClicks, makePeople } from "./stats-rows.ts";
import { countUp } from "./stats-sums.ts";

export const COMPANY = "biz_BenchStats00000";
export const EXPERIENCE = "exp_BenchStats00000";

/** Far enough inside the oldest partition that a migration on the first of a month makes. */
const DAYS = 88;

export type Size = { members: number; referrals: number; clicks: number; others: number };

/** The data that performance.md's reads are measured on, and a tenth of it. */
export const full: Size = { members: 20_000, referrals: 100_000, clicks: 1_000_000, others: 200 };
export const tenth: Size = { members: 2_000, referrals: 10_000, clicks: 100_000, others: 20 };
const other = { members: 50, referrals: 200, clicks: 1_000 };

const rowTables = [
  "companies",
  "attribution_rules",
  "experiences",
  "experience_directory",
  "rewards",
  "users",
  "referral_codes",
  "code_directory",
  "checkout_configurations",
  "referrals",
  "referral_conversions",
  "fraud_cases",
  "referral_analytics",
];
const clickTables = ["referral_clicks"];
const sumTables = ["link_stats", "member_stats", "score_counts", "company_stats"];
const emptied = [
  ...rowTables,
  ...clickTables,
  ...sumTables,
  "member_preferences",
  "score_counts_before",
  "stats_cursors",
  "viral_metrics",
  "products",
];

/** Replaces whatever was there by a community of this size with 90 days behind it, and others beside it. */
export async function loadGraph(admin: Sql, size: Size): Promise<void> {
  await inBulk(admin, async (lane) => {
    const aside = await lane(async (sql) => {
      await sql.unsafe(`TRUNCATE ${emptied.join(", ")} CASCADE`);
      await nameCompanies(sql, size);
      return setIndexesAside(sql, [...rowTables, ...clickTables, ...sumTables]);
    });
    const since = new Date(Math.floor(Date.now() / 1000) * 1000 - DAYS * 86_400_000);
    await Promise.all([
      lane(async (sql) => {
        await makePeople(sql, since);
        await finishTables(sql, rowTables, aside);
      }),
      lane((sql) => makeClicks(sql, since)),
    ]);
    await Promise.all([
      lane((sql) => finishTables(sql, clickTables, aside)),
      lane(async (sql) => {
        await countUp(sql);
        await finishTables(sql, sumTables, aside);
      }),
    ]);
    await lane((sql) => sql.unsafe("DROP TABLE bench_companies"));
  });
  await makeCohorts(admin);
}

/** How much of everything each company has; ids begin at a number of its own, so that no two share any. */
async function nameCompanies(sql: ReservedSql, { others, ...size }: Size): Promise<void> {
  const all = [
    { company_id: COMPANY, experience_id: EXPERIENCE, base: 0, ...size },
    ...Array.from({ length: others }, (_, i) => ({
      company_id: `biz_BenchOther${String(i + 1).padStart(5, "0")}`,
      experience_id: `exp_BenchOther${i + 1}`,
      base: (i + 1) * 10_000_000,
      ...other,
    })),
  ];
  // Seen by all lanes, so not a temporary one.
  await sql.unsafe(`DROP TABLE IF EXISTS bench_companies`);
  await sql.unsafe(`CREATE TABLE bench_companies (company_id text, experience_id text, base bigint, members integer,
                                                  referrals integer, clicks integer)`);
  await sql`INSERT INTO bench_companies
    SELECT * FROM jsonb_populate_recordset(NULL::bench_companies, ${JSON.stringify(all)}::text::jsonb)`;
}

async function makeCohorts(admin: Sql): Promise<void> {
  const sql = await admin.reserve();
  await sql.unsafe(`SET app.company_id = '${COMPANY}'`);
  await sql`SELECT update_daily_viral_metrics((now() - n * interval '1 day')::date, 30)
            FROM generate_series(1, 90) AS n`;
  await sql`RESET ALL`;
  sql.release();
}
