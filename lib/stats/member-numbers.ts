import { sql } from "drizzle-orm";
import { z } from "zod";
import { type StatsPeriod, statsPeriods } from "#db/enums.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { activeDaysIn, stands, streakOf, zonesOf } from "../streaks/index.ts";

export type Revenue = { currency: string; gross: bigint; refunded: bigint; net: bigint };

/** What is added up over members and days. */
export const counted = [
  "human",
  "bot",
  "preview",
  "prefetch",
  "duplicate",
  "self",
  "test",
  "signups",
  "conversionsConfirmed",
  "conversionsProvisional",
  "conversionsClicked",
] as const;
export type Counts = Record<(typeof counted)[number], number>;

/** A member's numbers of one period. */
export type MemberNumbers = Counts & {
  userId: string;
  period: StatsPeriod;
  periodStart: string;
  score: number;
  scoreReachedAt: Date | null;
  streakDays: number;
  streakUntil: string | null;
  streakMissedOn: string | null;
  streakBest: number;
  revenue: Revenue[];
};

const Amounts = z.array(
  z.object({
    currency: z.string(),
    gross: z.coerce.bigint(),
    refunded: z.coerce.bigint(),
    net: z.coerce.bigint(),
  }),
);

export function readRevenue(stored: unknown): Revenue[] {
  return Amounts.parse(stored);
}

const Row = z.object({
  user_id: z.string(),
  period: z.enum(statsPeriods),
  period_start: z.string(),
  human: z.coerce.number(),
  bot: z.coerce.number(),
  preview: z.coerce.number(),
  prefetch: z.coerce.number(),
  duplicate: z.coerce.number(),
  self: z.coerce.number(),
  test: z.coerce.number(),
  signups: z.coerce.number(),
  confirmed: z.coerce.number(),
  provisional: z.coerce.number(),
  clicked: z.coerce.number(),
  reached_at: z.coerce.date().nullable(),
  active_days: z.array(z.number()).nullable(),
  revenue: Amounts,
});

/**
 * The numbers of members in every period in which they have any, from the rows themselves: clicks by the
 * click's day, signups and conversions by their own, revenue by the payment's. Days are UTC, but for those of
 * a streak, which a person lives by their own clock.
 */
export async function computeMemberNumbers(ctx: Ctx, userIds: readonly string[]): Promise<MemberNumbers[]> {
  const dwellers = (await zonesOf(ctx, userIds)).map(({ userId, zone }) => ({ user_id: userId, zone }));
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH wanted AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(dwellers)}::jsonb) AS w(user_id uuid, zone text)
      ),
      brought AS MATERIALIZED (
        SELECT r.*, w.zone, ${stands} AS stands,
               r.status IN ('converted', 'activated') AND r.review IN ('clear', 'released') AND r.is_verified
                 AND r.hold_reason IS NULL AS is_confirmed
        FROM wanted w
        JOIN referrals r ON r.company_id = ${ctx.companyId} AND r.referrer_id = w.user_id
        WHERE r.cancel_reason IS NULL OR r.cancel_reason NOT IN ('superseded', 'no_longer_credited')
      ),
      -- A visitor counts once for a link, as the click does, and the link's own owner never: no unique human click
      -- stands for either, and the rate could exceed 100 %.
      clicked AS (
        SELECT DISTINCT ON (b.referral_code_id, b.click_visitor_key) b.referrer_id, b.click_at
        FROM brought b
        WHERE b.stands AND b.click_at IS NOT NULL AND b.click_class IS DISTINCT FROM 'self'
        ORDER BY b.referral_code_id, b.click_visitor_key, b.click_at
      ),
      paid AS MATERIALIZED (
        SELECT b.referrer_id AS user_id, (c.occurred_at AT TIME ZONE 'UTC')::date AS day, c.currency,
               sum(c.gross_minor) AS gross, sum(c.refunded_minor) AS refunded, sum(c.net_minor) AS net
        FROM brought b
        JOIN referral_conversions c ON c.company_id = ${ctx.companyId} AND c.referral_id = b.id
        WHERE b.review <> 'rejected' AND c.gross_minor > 0
        GROUP BY 1, 2, 3
      ),
      daily (user_id, day, human, bot, preview, prefetch, duplicate, self, test, signups, confirmed, provisional,
             clicked, reached_at) AS (
        SELECT l.user_id, l.day, l.human, l.bot, l.preview, l.prefetch, l.duplicate, l.self, l.test, 0, 0, 0, 0,
               NULL::timestamptz
        FROM wanted w JOIN link_stats l ON l.company_id = ${ctx.companyId} AND l.user_id = w.user_id
        UNION ALL
        SELECT b.referrer_id, (b.signed_up_at AT TIME ZONE 'UTC')::date, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, NULL
        FROM brought b
        UNION ALL
        SELECT b.referrer_id, (b.converted_at AT TIME ZONE 'UTC')::date, 0, 0, 0, 0, 0, 0, 0, 0, b.is_confirmed::integer,
               (NOT b.is_confirmed)::integer, 0, CASE WHEN b.is_confirmed THEN b.converted_at END
        FROM brought b WHERE b.stands AND b.converted_at IS NOT NULL
        UNION ALL
        SELECT c.referrer_id, (c.click_at AT TIME ZONE 'UTC')::date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, NULL FROM clicked c
        UNION ALL
        SELECT p.user_id, p.day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL FROM paid p
      ),
      active AS (${activeDaysIn(ctx.companyId)}),
      earned AS (
        SELECT per.user_id, per.period, per.start,
               jsonb_agg(jsonb_build_object('currency', per.currency, 'gross', per.gross::text,
                 'refunded', per.refunded::text, 'net', per.net::text) ORDER BY per.currency) AS revenue
        FROM (SELECT p.user_id, s.period, s.start, p.currency, sum(p.gross) AS gross, sum(p.refunded) AS refunded,
                     sum(p.net) AS net
              FROM paid p CROSS JOIN LATERAL (${periodsOf("p.day")}) AS s(period, start)
              GROUP BY 1, 2, 3, 4) per
        GROUP BY 1, 2, 3
      )
      SELECT n.*, CASE n.period WHEN 'all' THEN a.days END AS active_days,
             coalesce(e.revenue, '[]'::jsonb) AS revenue
      FROM (
        SELECT d.user_id, s.period, s.start::text AS period_start, sum(d.human) AS human, sum(d.bot) AS bot,
               sum(d.preview) AS preview, sum(d.prefetch) AS prefetch, sum(d.duplicate) AS duplicate,
               sum(d.self) AS self, sum(d.test) AS test, sum(d.signups) AS signups, sum(d.confirmed) AS confirmed,
               sum(d.provisional) AS provisional, sum(d.clicked) AS clicked, max(d.reached_at) AS reached_at
        FROM daily d CROSS JOIN LATERAL (${periodsOf("d.day")}) AS s(period, start)
        GROUP BY d.user_id, s.period, s.start
      ) n
      LEFT JOIN active a ON a.user_id = n.user_id
      LEFT JOIN earned e ON e.user_id = n.user_id AND e.period = n.period AND e.start::text = n.period_start`),
  );
  return z
    .array(Row)
    .parse([...rows])
    .map(fromRow);
}

function periodsOf(day: "p.day" | "d.day") {
  const at = sql.raw(day);
  return sql`VALUES ('day', ${at}), ('week', date_trunc('week', ${at}::timestamp)::date),
    ('month', date_trunc('month', ${at}::timestamp)::date), ('season', date_trunc('quarter', ${at}::timestamp)::date),
    ('all', DATE '1970-01-01')`;
}

function fromRow(row: z.output<typeof Row>): MemberNumbers {
  const { user_id, period, period_start, confirmed, provisional, clicked, reached_at, active_days, ...rest } =
    row;
  const streak = streakOf(active_days ?? []);
  return {
    ...rest,
    userId: user_id,
    period,
    periodStart: period_start,
    conversionsConfirmed: confirmed,
    conversionsProvisional: provisional,
    conversionsClicked: clicked,
    score: confirmed,
    scoreReachedAt: reached_at,
    streakDays: streak.days,
    streakUntil: streak.until,
    streakMissedOn: streak.missedOn,
    streakBest: streak.best,
  };
}
