import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ClickClass } from "#db/enums.ts";
import { clickClasses } from "#db/enums.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { dayOf } from "../core/local-time.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { knownZone, type StreakToday, streakOn } from "../streaks/index.ts";
import { communityFigures, type Viral } from "./get-viral.ts";
import { conversionRate } from "./viral.ts";

export const GetReferralStatsInput = z.strictObject({ userId: z.uuid() });
export type GetReferralStatsInput = z.infer<typeof GetReferralStatsInput>;

export type ReferralStats = {
  clicks: { raw: number; human: number; unique: number; byClass: Record<ClickClass, number> };
  signups: number;
  conversions: { confirmed: number; provisional: number };
  revenue: { currency: string; gross: string; refunded: string; net: string }[];
  conversionRate: number | null;
  /** Place by confirmed conversions, 1, 1, 3; null before the first. */
  rank: number | null;
  rankedMembers: number;
  streakDays: number;
  /** Days of their own time zone with a unique human click or a conversion. */
  streak: StreakToday;
  /** The most confirmed conversions they ever had in a week and in a month; nothing before the first. */
  best: { period: "week" | "month"; periodStart: string; score: number }[];
  viral: Viral;
};

const Row = z.object({
  user_id: z.string(),
  human: z.number(),
  bot: z.number(),
  preview: z.number(),
  prefetch: z.number(),
  duplicate: z.number(),
  self: z.number(),
  test: z.number(),
  signups: z.number(),
  conversions_confirmed: z.number(),
  conversions_provisional: z.number(),
  conversions_clicked: z.number(),
  streak_days: z.number(),
  streak_until: z.string().nullable(),
  streak_missed_on: z.string().nullable(),
  streak_best: z.number(),
  time_zone: z.string().nullable(),
  week_score: z.number().nullable(),
  best_week: z.string().nullable(),
  month_score: z.number().nullable(),
  best_month: z.string().nullable(),
  revenue: z.array(
    z.object({ currency: z.string(), gross: z.string(), refunded: z.string(), net: z.string() }),
  ),
  rank: z.coerce.number().nullable(),
  ranked_members: z.coerce.number().nullable(),
});
type Row = z.output<typeof Row>;

const readRow = batchedRead<Row>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const rows = await transact(ctx, (tx) =>
      tx.execute(sql`
        SELECT s.*, s.streak_until::text AS streak_until, m.streak_missed_on::text AS streak_missed_on,
               m.streak_best, p.time_zone, best.*
        FROM get_referral_stats(
          (SELECT array_agg(value::uuid) FROM jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb))) s
        -- LIMIT 1 keeps both of them look-ups by key.
        CROSS JOIN LATERAL (
          SELECT a.streak_missed_on, a.streak_best FROM member_stats a
           WHERE a.company_id = ${ctx.companyId} AND a.user_id = s.user_id AND a.period = 'all' LIMIT 1) m
        LEFT JOIN LATERAL (
          SELECT o.time_zone FROM member_preferences o
           WHERE o.company_id = ${ctx.companyId} AND o.user_id = s.user_id LIMIT 1) p ON true
        CROSS JOIN LATERAL (
          SELECT min(b.score) FILTER (WHERE b.period = 'week') AS week_score,
                 min(b.period_start) FILTER (WHERE b.period = 'week')::text AS best_week,
                 min(b.score) FILTER (WHERE b.period = 'month') AS month_score,
                 min(b.period_start) FILTER (WHERE b.period = 'month')::text AS best_month
          FROM (SELECT DISTINCT ON (o.period) o.period, o.period_start, o.score FROM member_stats o
                 WHERE o.company_id = ${ctx.companyId} AND o.user_id = s.user_id AND o.period IN ('week', 'month')
                   AND o.score > 0
                 ORDER BY o.period, o.score DESC, o.period_start) b) best`),
    );
    return new Map(
      z
        .array(Row)
        .parse([...rows])
        .map((row) => [row.user_id, row]),
    );
  },
});

/** A member's numbers: their own for a member, anybody's for the team. */
export async function getReferralStats(ctx: Ctx, input: GetReferralStatsInput): Promise<ReferralStats> {
  const userId = whose(ctx, parseInput(GetReferralStatsInput, input).userId);
  const [row, community] = await Promise.all([readRow(ctx, userId), communityFigures(ctx)]);
  const zone = await knownZone(ctx, row?.time_zone ?? null, community.timeZone);
  return statsFrom(row, community.viral, dayOf(zone, ctx.clock.now()));
}

/** Nobody who has no row has had anything to count. */
function statsFrom(row: Row | undefined, viral: Viral, today: string): ReferralStats {
  const byClass = {
    human: row?.human ?? 0,
    bot: row?.bot ?? 0,
    preview: row?.preview ?? 0,
    prefetch: row?.prefetch ?? 0,
    duplicate: row?.duplicate ?? 0,
    self: row?.self ?? 0,
    test: row?.test ?? 0,
  };
  const streak = streakOn(today, {
    days: row?.streak_days ?? 0,
    until: row?.streak_until ?? null,
    missedOn: row?.streak_missed_on ?? null,
    best: row?.streak_best ?? 0,
  });
  return {
    clicks: {
      raw: clickClasses.reduce((sum, name) => sum + byClass[name], 0),
      human: byClass.human,
      // Repetitions within 24 hours are a class of their own, so every human click is a unique one.
      unique: byClass.human,
      byClass,
    },
    signups: row?.signups ?? 0,
    conversions: {
      confirmed: row?.conversions_confirmed ?? 0,
      provisional: row?.conversions_provisional ?? 0,
    },
    revenue: (row?.revenue ?? []).map(({ currency, gross, refunded, net }) => ({
      currency,
      gross: toDecimal(BigInt(gross), currency),
      refunded: toDecimal(BigInt(refunded), currency),
      net: toDecimal(BigInt(net), currency),
    })),
    conversionRate: conversionRate(row?.conversions_clicked ?? 0, byClass.human),
    rank: row?.rank ?? null,
    rankedMembers: row?.ranked_members ?? 0,
    streakDays: streak.days,
    streak,
    best: row ? bestOf(row) : [],
    viral,
  };
}

function bestOf(row: Row): ReferralStats["best"] {
  const best: ReferralStats["best"] = [];
  if (row.week_score !== null && row.best_week !== null)
    best.push({ period: "week", periodStart: row.best_week, score: row.week_score });
  if (row.month_score !== null && row.best_month !== null)
    best.push({ period: "month", periodStart: row.best_month, score: row.month_score });
  return best;
}
