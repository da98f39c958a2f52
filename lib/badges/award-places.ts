import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { statsCursors } from "#db/schema/index.ts";
import { getSettings } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { periodStartOf } from "../stats/index.ts";
import { type Badge, badgesOf } from "./badge.ts";
import { type Earned, giveBadges } from "./give.ts";
import type { BadgeRuleOf } from "./rule.ts";

type Period = BadgeRuleOf<"place">["period"];

/**
 * Gives the badges for places: on the boards of periods that are over, each period once, and in campaigns whose
 * standing is frozen. Doing it again gives nothing more.
 */
export async function awardPlaces(ctx: Ctx): Promise<{ userId: string; badgeKey: string }[]> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  return transact(ctx, async (_tx, ctx) => {
    const open = (await badgesOf(ctx)).filter(({ isActive }) => isActive);
    const earned: Earned[] = [];
    for (const period of ["week", "month", "season"] as const) {
      for (const periodStart of await periodsToDecide(ctx, period)) {
        for (const badge of open)
          if (badge.rule.kind === "place" && badge.rule.period === period)
            earned.push(...(await bestOf(ctx, badge, badge.rule, periodStart)));
      }
    }
    for (const badge of open)
      if (badge.rule.kind === "campaign") earned.push(...(await bestInCampaigns(ctx, badge, badge.rule)));
    return giveBadges(ctx, earned);
  });
}

/** More than a period is long, and less than two. */
const pastTheNext: Record<Period, number> = { week: 7 * dayMs, month: 32 * dayMs, season: 93 * dayMs };

/**
 * First days of the periods that have been over for as long as rewards are held, and have not been decided. The
 * first time, it is the last one only.
 */
async function periodsToDecide(ctx: Ctx, period: Period): Promise<string[]> {
  const { holdDays } = await getSettings(ctx);
  const startOf = (at: number) => periodStartOf(period, new Date(at));
  const openFrom = startOf(ctx.clock.now().getTime() - holdDays * dayMs);
  const position = new Date(openFrom);
  const { companyId } = ctx;
  // oxlint-disable-next-line referly/spoken-words -- a key in the database
  const name = `places of ${period}`;
  const decidedUntil = await transact(ctx, async (tx) => {
    const which = and(eq(statsCursors.companyId, companyId), eq(statsCursors.name, name));
    const lastOne = new Date(startOf(position.getTime() - 1));
    await tx.insert(statsCursors).values({ companyId, name, position: lastOne }).onConflictDoNothing();
    const [cursor] = await tx.select().from(statsCursors).where(which).for("update");
    if (!cursor) throw new Error("A cursor's row vanished inside a transaction");
    if (cursor.position < position) await tx.update(statsCursors).set({ position }).where(which);
    return cursor.position;
  });
  const found: string[] = [];
  let start = startOf(decidedUntil.getTime());
  while (start < openFrom) {
    found.push(start);
    start = startOf(Date.parse(start) + pastTheNext[period]);
  }
  return found;
}

const Best = z.array(z.object({ userId: z.string(), score: z.number(), rank: z.coerce.number() }));

async function bestOf(
  ctx: Ctx,
  badge: Badge,
  { period, best }: BadgeRuleOf<"place">,
  periodStart: string,
): Promise<Earned[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT m.user_id AS "userId", m.score, c.ahead + 1 AS rank
      FROM (SELECT score, -score AS board_order, sum(members) OVER (ORDER BY score DESC) - members AS ahead FROM score_counts
             WHERE company_id = ${ctx.companyId} AND period = ${period} AND period_start = ${periodStart}::date
               AND score > 0) c
      JOIN member_stats m ON m.company_id = ${ctx.companyId} AND m.period = ${period}
                         AND m.period_start = ${periodStart}::date AND m.score > 0 AND m.board_order = c.board_order
      WHERE c.ahead < ${best}
      ORDER BY rank, m.score_reached_at, m.user_id`),
  );
  return Best.parse([...rows]).map(({ userId, score, rank }) => ({
    userId,
    badge,
    evidence: { kind: "place", period, periodStart, rank, score },
  }));
}

const Placed = z.array(
  z.object({ userId: z.string(), campaignId: z.string(), rank: z.number(), points: z.number() }),
);

/** A frozen standing never changes, so whoever has the badge already is left out for good. */
async function bestInCampaigns(ctx: Ctx, badge: Badge, { best }: BadgeRuleOf<"campaign">): Promise<Earned[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT s.user_id AS "userId", s.campaign_id AS "campaignId", s.rank, s.points
      FROM campaigns c
      JOIN campaign_standings s ON s.company_id = c.company_id AND s.campaign_id = c.id AND s.rank <= ${best}
      WHERE c.company_id = ${ctx.companyId} AND c.frozen_at IS NOT NULL AND s.points > 0
        AND NOT EXISTS (SELECT FROM member_badges b
                         WHERE b.company_id = c.company_id AND b.user_id = s.user_id AND b.badge_key = ${badge.key})
      ORDER BY c.frozen_at, s.rank, s.user_id`),
  );
  return Placed.parse([...rows]).map(({ userId, ...evidence }) => ({
    userId,
    badge,
    evidence: { kind: "campaign", ...evidence },
  }));
}
