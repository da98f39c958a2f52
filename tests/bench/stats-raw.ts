import type { Sql } from "postgres";
import { COMPANY } from "./stats-data.ts";

/** The same questions answered from the rows themselves: the figures beside ours, and what is right. */
export async function memberFromRows(admin: Sql, userId: string) {
  const [clicks] = await admin<Record<string, number>[]>`
    SELECT count(*)::int AS raw, count(*) FILTER (WHERE class = 'human')::int AS human,
           count(*) FILTER (WHERE class = 'bot')::int AS bot, count(*) FILTER (WHERE class = 'preview')::int AS preview,
           count(*) FILTER (WHERE class = 'prefetch')::int AS prefetch,
           count(*) FILTER (WHERE class = 'duplicate')::int AS duplicate
    FROM referral_clicks WHERE company_id = ${COMPANY}
     AND code_id IN (SELECT id FROM referral_codes WHERE company_id = ${COMPANY} AND user_id = ${userId})`;
  const [brought] = await admin<Record<string, number>[]>`
    SELECT count(*)::int AS signups, count(*) FILTER (WHERE status = 'converted' AND review = 'clear')::int AS confirmed,
           count(*) FILTER (WHERE status = 'converted' AND review = 'held')::int AS provisional
    FROM referrals WHERE company_id = ${COMPANY} AND referrer_id = ${userId}`;
  const [money] = await admin<{ gross: string; net: string }[]>`
    SELECT coalesce(sum(c.gross_minor), 0)::text AS gross, coalesce(sum(c.net_minor), 0)::text AS net
    FROM referral_conversions c JOIN referrals r ON r.company_id = c.company_id AND r.id = c.referral_id
    WHERE c.company_id = ${COMPANY} AND r.referrer_id = ${userId}`;
  const rank = (brought?.confirmed ?? 0) === 0 ? null : await rankFromRows(admin, brought?.confirmed ?? 0);
  return { clicks, brought, money, rank };
}

async function rankFromRows(admin: Sql, score: number): Promise<number> {
  const [row] = await admin<{ ahead: number }[]>`
    SELECT count(*)::int AS ahead FROM (SELECT FROM referrals WHERE company_id = ${COMPANY} AND status = 'converted'
      AND review = 'clear' GROUP BY referrer_id HAVING count(*) > ${score}) b`;
  return (row?.ahead ?? 0) + 1;
}

export async function boardFromRows(admin: Sql): Promise<{ userId: string; score: number; rank: number }[]> {
  return admin`
    SELECT referrer_id AS "userId", count(*)::int AS score,
           rank() OVER (ORDER BY count(*) DESC)::int AS rank
    FROM referrals WHERE company_id = ${COMPANY} AND status = 'converted' AND review = 'clear'
    GROUP BY referrer_id ORDER BY 2 DESC, max(converted_at), 1 LIMIT 50`;
}

export type Funnel = { clicks: number; signups: number; converted: number; confirmed: number };

/** Over the last 90 days. */
export async function funnelFromRows(admin: Sql): Promise<Funnel> {
  const [row] = await admin<Funnel[]>`
    SELECT (SELECT count(*)::int FROM referral_clicks WHERE company_id = ${COMPANY} AND class = 'human'
             AND clicked_at >= now() - interval '90 days') AS clicks,
           count(*)::int AS signups, count(*) FILTER (WHERE status = 'converted')::int AS converted,
           count(*) FILTER (WHERE status = 'converted' AND review = 'clear')::int AS confirmed
    FROM referrals WHERE company_id = ${COMPANY} AND signed_up_at >= now() - interval '90 days'`;
  return row ?? { clicks: 0, signups: 0, converted: 0, confirmed: 0 };
}

export async function funnelFromStats(admin: Sql): Promise<Funnel> {
  const [row] = await admin<Funnel[]>`
    SELECT sum(human)::int AS clicks, sum(signups)::int AS signups,
           sum(conversions_confirmed + conversions_provisional)::int AS converted,
           sum(conversions_confirmed)::int AS confirmed
    FROM company_stats WHERE company_id = ${COMPANY} AND day >= (now() - interval '90 days')::date`;
  return row ?? { clicks: 0, signups: 0, converted: 0, confirmed: 0 };
}
