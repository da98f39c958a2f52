import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { memberBadges, memberStats } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Badge, badgesOf } from "./badge.ts";
import { BadgeEvidence, type BadgeRule } from "./rule.ts";

export const GetBadgesInput = z.strictObject({
  /** The acting member when left out; only the team may name somebody else. */
  userId: z.uuid().optional(),
});
export type GetBadgesInput = z.infer<typeof GetBadgesInput>;

export type MemberBadge = Omit<Badge, "isActive"> & {
  /** Null while it is not earned. */
  earnedAt: Date | null;
  /** The numbers that earned it. */
  evidence: BadgeEvidence | null;
  /** How far they are, where that is a number; null once it is earned. */
  progress: { now: number; of: number } | null;
};

/** A member's badges, and those that they can still earn. @throws AppError forbidden when a member names another */
export async function getBadges(ctx: Ctx, input: GetBadgesInput = {}): Promise<MemberBadge[]> {
  const userId = whose(ctx, parseInput(GetBadgesInput, input).userId);
  return transact(ctx, async (tx, ctx) => {
    const of = { companyId: ctx.companyId, userId };
    const had = await tx
      .select()
      .from(memberBadges)
      .where(and(eq(memberBadges.companyId, of.companyId), eq(memberBadges.userId, of.userId)));
    const [numbers] = await tx
      .select({
        visits: memberStats.human,
        referrals: memberStats.score,
        streak: memberStats.streakBest,
      })
      .from(memberStats)
      .where(
        and(
          eq(memberStats.companyId, of.companyId),
          eq(memberStats.userId, of.userId),
          eq(memberStats.period, "all"),
        ),
      );
    const earned = new Map(had.map((row) => [row.badgeKey, row]));
    return (await badgesOf(ctx)).flatMap(({ isActive, ...badge }): MemberBadge[] => {
      const row = earned.get(badge.key);
      if (!row) {
        const progress = progressOf(badge.rule, numbers ?? { visits: 0, referrals: 0, streak: 0 });
        return isActive ? [{ ...badge, earnedAt: null, evidence: null, progress }] : [];
      }
      const { earnedAt, evidence } = row;
      return [{ ...badge, earnedAt, evidence: BadgeEvidence.parse(evidence), progress: null }];
    });
  });
}

function progressOf(
  rule: BadgeRule,
  numbers: { visits: number; referrals: number; streak: number },
): MemberBadge["progress"] {
  if (rule.kind !== "visits" && rule.kind !== "referrals" && rule.kind !== "streak") return null;
  return { now: Math.min(numbers[rule.kind], rule.atLeast), of: rule.atLeast };
}
