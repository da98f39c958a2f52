import { count, eq } from "drizzle-orm";
import { memberBadges } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { type Badge, badgesOf } from "./badge.ts";

export type ListedBadge = Badge & {
  /** How many members have it. */
  members: number;
};

/** Every badge of the community, for its team. */
export async function listBadges(ctx: Ctx): Promise<ListedBadge[]> {
  requireOwner(ctx);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ key: memberBadges.badgeKey, members: count() })
      .from(memberBadges)
      .where(eq(memberBadges.companyId, ctx.companyId))
      .groupBy(memberBadges.badgeKey);
    const members = new Map(rows.map((row) => [row.key, row.members]));
    return (await badgesOf(ctx)).map((badge) => ({ ...badge, members: members.get(badge.key) ?? 0 }));
  });
}
