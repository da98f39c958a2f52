import { sql } from "drizzle-orm";
import { badges, memberBadges } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Badge } from "./badge.ts";
import type { BadgeEvidence } from "./rule.ts";

export type Earned = { userId: string; badge: Badge; evidence: BadgeEvidence };

/** Keeps what was earned, each once. Returns what is new. */
export async function giveBadges(
  ctx: Ctx,
  earned: readonly Earned[],
): Promise<{ userId: string; badgeKey: string }[]> {
  if (earned.length === 0) return [];
  const { companyId } = ctx;
  const now = ctx.clock.now();
  const named = new Map(earned.map(({ badge }) => [badge.key, badge]));
  return transact(ctx, async (tx) => {
    // One that is built in is written down when it is first earned.
    const known = [...named.values()].map((badge) => ({ ...badge, createdAt: now, updatedAt: now }));
    const once = { set: "nothing" as const };
    await writeRows(tx, companyId, badges, known, {
      onConflict: { target: [badges.companyId, badges.key], ...once },
    });
    const rows = earned.map(({ userId, badge, evidence }) => ({
      userId,
      badgeKey: badge.key,
      evidence,
      earnedAt: now,
    }));
    const written = await writeRows(tx, companyId, memberBadges, rows, {
      onConflict: { target: [memberBadges.companyId, memberBadges.userId, memberBadges.badgeKey], ...once },
      returning: sql`user_id, badge_key`,
    });
    return written.map((row) => ({ userId: String(row.user_id), badgeKey: String(row.badge_key) }));
  });
}
