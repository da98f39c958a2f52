import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { memberBadges } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { badgesOf } from "./badge.ts";
import { type Earned, giveBadges } from "./give.ts";
import { earnedBy, type MemberFacts } from "./rule.ts";

export const AwardBadgesInput = z.strictObject({ userIds: z.array(z.uuid()).max(1000) });
export type AwardBadgesInput = z.infer<typeof AwardBadgesInput>;

/** Gives members what their numbers have earned them. Doing it again gives nothing more; nothing is taken back. */
export async function awardBadges(
  ctx: Ctx,
  input: AwardBadgesInput,
): Promise<{ userId: string; badgeKey: string }[]> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { userIds } = parseInput(AwardBadgesInput, input);
  if (userIds.length === 0) return [];
  return transact(ctx, async (_tx, ctx) => {
    const open = (await badgesOf(ctx)).filter(
      ({ isActive, rule }) => isActive && rule.kind !== "place" && rule.kind !== "campaign",
    );
    const had = await badgesHad(ctx, userIds);
    const pauses = open.some(({ rule }) => rule.kind === "comeback");
    const earned: Earned[] = [];
    for (const { userId, ...facts } of await readFacts(ctx, userIds, { pauses })) {
      for (const badge of open) {
        if (had.has(`${userId} ${badge.key}`)) continue;
        const evidence = earnedBy(badge.rule, facts);
        if (evidence) earned.push({ userId, badge, evidence });
      }
    }
    return giveBadges(ctx, earned);
  });
}

async function badgesHad(ctx: Ctx, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId: memberBadges.userId, key: memberBadges.badgeKey })
      .from(memberBadges)
      .where(and(eq(memberBadges.companyId, ctx.companyId), inIds(memberBadges.userId, userIds))),
  );
  return new Set(rows.map(({ userId, key }) => `${userId} ${key}`));
}

const Facts = z.object({
  userId: z.string(),
  visits: z.number(),
  referrals: z.number(),
  longestStreak: z.number(),
  longestPause: z.number(),
});

/** Members who have numbers, with what the rules ask about. Pauses are read only where a rule asks about them. */
async function readFacts(
  ctx: Ctx,
  userIds: readonly string[],
  { pauses }: { pauses: boolean },
): Promise<(MemberFacts & { userId: string })[]> {
  const ids = sql`ANY (string_to_array(${userIds.join(",")}, ',')::uuid[])`;
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      WITH paused AS (
        SELECT d.user_id, max(d.pause) AS days
        FROM (SELECT m.user_id, m.score,
                     m.period_start - lag(m.period_start) OVER (PARTITION BY m.user_id ORDER BY m.period_start) - 1 AS pause
              FROM member_stats m
              WHERE ${pauses}::boolean AND m.company_id = ${ctx.companyId} AND m.user_id = ${ids} AND m.period = 'day'
                AND m.human + m.conversions_confirmed + m.conversions_provisional > 0) d
        WHERE d.score > 0
        GROUP BY d.user_id
      )
      SELECT s.user_id AS "userId", s.human AS visits, s.score AS referrals, s.streak_best AS "longestStreak",
             coalesce(p.days, 0) AS "longestPause"
      FROM member_stats s LEFT JOIN paused p ON p.user_id = s.user_id
      WHERE s.company_id = ${ctx.companyId} AND s.user_id = ${ids} AND s.period = 'all'`),
  );
  return z.array(Facts).parse([...rows]);
}
