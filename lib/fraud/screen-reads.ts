import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notCharged } from "../facts/index.ts";
import type { ReferralRow } from "../referrals/index.ts";

/**
 * Each of these asks one question about any number of referrals, with one statement, and answers by the
 * referral's id. A referral without an answer is left out.
 */
type Answers<T> = Promise<Map<string, T>>;

/** A use of a link, whatever has become of it; one whose credit moved elsewhere is none. */
export function credited(table: string): SQL {
  const reason = sql`${sql.identifier(table)}.cancel_reason`;
  return sql`(${reason} IS NULL OR ${reason} NOT IN ('superseded', 'no_longer_credited'))`;
}

/** A payment that settles its payer when it is told: only such a one is looked at, so that nobody is missed. */
export function charged(table: string): SQL {
  const names = sql.join(
    [...notCharged].map((name) => sql`${name}`),
    sql`, `,
  );
  return sql`${sql.identifier(table)}.status NOT IN (${names})`;
}

/** What two addresses of one mailbox have in common, as searchableLocalPart says it. */
export function mailboxOf(table: string): SQL {
  const local = sql`split_part(lower(trim(${sql.identifier(table)}.email)), '@', 1)`;
  return sql`replace(split_part(${local}, '+', 1), '.', '')`;
}

/** Which of two came first, by Whop's timestamps; at one instant, by Whop's ids, which tell nothing of arrival. */
export function cameFirst(a: string, personA: string, b: string, personB: string): SQL {
  const came = (one: string, person: string) =>
    sql`(${sql.raw(one)}, ${sql.identifier(person)}.whop_user_id COLLATE "C")`;
  return sql`${came(a, personA)} < ${came(b, personB)}`;
}

/**
 * Referrals of one referrer in the 24 hours up to an instant, it included. As pairs, which the index by referrer holds
 * in this order and the one by time does not: what is newest the planner takes for nothing, and either for as good.
 */
export function inDayBefore(referrals: string, referrer: string, at: string): SQL {
  const [of, who, when] = [sql.identifier(referrals), sql.raw(referrer), sql.raw(at)];
  const pair = sql`(${of}.referrer_id, ${of}.signed_up_at)`;
  return sql`${pair} > (${who}, ${when} - interval '24 hours') AND ${pair} <= (${who}, ${when})`;
}

/** All questions of one screening name the same referrals, which are written out once. */
const documents = new WeakMap<readonly ReferralRow[], string>();

/** The referrals as rows `q` of a statement. */
export function asked(referrals: readonly ReferralRow[]): SQL {
  const document = documents.get(referrals) ?? documentOf(referrals);
  documents.set(referrals, document);
  return sql`jsonb_to_recordset(${document}::jsonb) AS q(id uuid, referrer_id uuid, referred_id uuid,
    code_id uuid, at timestamptz, click_at timestamptz, visitor bigint, network bigint)`;
}

/** Keys are 64 bits wide, more than a number in JSON. */
function documentOf(referrals: readonly ReferralRow[]): string {
  const rows = referrals.map((referral) => ({
    id: referral.id,
    referrer_id: referral.referrerId,
    referred_id: referral.referredId,
    code_id: referral.referralCodeId,
    at: referral.signedUpAt.toISOString(),
    click_at: referral.clickAt?.toISOString(),
    visitor: textOf(referral.clickVisitorKey),
    network: textOf(referral.clickNetworkKey),
  }));
  return JSON.stringify(rows);
}

function textOf(key: bigint | null): string | null {
  return key === null ? null : String(key);
}

/** Whom the same referrer brought in the 24 hours up to this one, it included. */
export function readPaces(ctx: Ctx, referrals: readonly ReferralRow[]): Answers<number> {
  return numbers(
    ctx,
    referrals,
    sql`SELECT count(*)::integer FROM referrals r
         WHERE r.company_id = ${ctx.companyId} AND ${credited("r")} AND ${inDayBefore("r", "q.referrer_id", "q.at")}`,
  );
}

/** Over the 30 days before: how many a day the busiest one in a hundred bring. */
export function readP99PerDay(ctx: Ctx, referrals: readonly ReferralRow[]): Answers<number> {
  return numbers(
    ctx,
    referrals,
    sql`SELECT coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY per.n), 0)::float8 FROM (
          SELECT count(*) AS n FROM referrals r
           WHERE r.company_id = ${ctx.companyId} AND ${credited("r")} AND r.signed_up_at < q.at
             AND r.signed_up_at >= q.at - interval '30 days'
           GROUP BY r.referrer_id, (r.signed_up_at AT TIME ZONE 'UTC')::date) per`,
  );
}

export function readOtherVisitors(ctx: Ctx, referrals: readonly ReferralRow[]): Answers<number> {
  return numbers(
    ctx,
    referrals,
    sql`SELECT count(DISTINCT c.visitor_key)::integer FROM referral_clicks c
         WHERE c.company_id = ${ctx.companyId} AND c.code_id = q.code_id
           AND c.clicked_at > q.at - interval '1 hour' AND c.clicked_at <= q.at
           AND c.class IN ('human', 'duplicate') AND c.visitor_key <> q.visitor`,
  );
}

/** Members whom others brought from the same network in the 24 hours before. */
export async function readUnrelatedOnNetwork(ctx: Ctx, referrals: readonly ReferralRow[]): Answers<number> {
  if (referrals.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT q.id, count(DISTINCT r.referred_id)::integer AS n
      FROM ${asked(referrals)}
      JOIN referrals r ON r.company_id = ${ctx.companyId} AND r.click_network_key = q.network
        AND r.click_at > q.click_at - interval '24 hours' AND r.click_at <= q.click_at
        AND r.referrer_id <> q.referrer_id AND ${credited("r")}
      GROUP BY q.id`),
  );
  return figures(rows);
}

/**
 * One where the browser is one that the link's owner has shown to be theirs, and nobody else was on the link that
 * day; else zero.
 */
export function readOwnersVisits(ctx: Ctx, referrals: readonly ReferralRow[]): Answers<number> {
  return numbers(
    ctx,
    referrals,
    sql`SELECT (EXISTS (SELECT FROM referral_clicks c
                  WHERE c.company_id = ${ctx.companyId} AND c.code_id = q.code_id AND c.visitor_key = q.visitor
                    AND c.by_cookie AND c.clicked_at <= q.at AND c.class = 'self')
            AND NOT EXISTS (SELECT FROM referral_clicks c
                  WHERE c.company_id = ${ctx.companyId} AND c.code_id = q.code_id
                    AND c.clicked_at > q.at - interval '24 hours' AND c.clicked_at <= q.at
                    AND c.class IN ('human', 'duplicate') AND c.visitor_key <> q.visitor))::integer`,
  );
}

const Figure = z.object({ id: z.string(), n: z.coerce.number() });

async function numbers(ctx: Ctx, referrals: readonly ReferralRow[], query: SQL): Answers<number> {
  if (referrals.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`SELECT q.id, (${query}) AS n FROM ${asked(referrals)}`),
  );
  return figures(rows);
}

function figures(rows: Iterable<object>): Map<string, number> {
  return new Map(
    z
      .array(Figure)
      .parse([...rows])
      .map((row) => [row.id, row.n]),
  );
}
