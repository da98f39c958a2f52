import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { referralAnalytics, referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import type { Link } from "./link.ts";
import { futureInstant } from "./link-limits.ts";
import { getLink } from "./list-links.ts";

export const UpdateLinkInput = z.strictObject({
  id: z.uuid(),
  /** False pauses the link: visitors see the community instead, and nobody is credited. */
  isActive: z.boolean().optional(),
  /** ISO 8601, in the future; null takes the expiry away. */
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
  /** Null takes the limit away. */
  maxUses: z.int().min(1).max(1_000_000).nullish(),
});
export type UpdateLinkInput = z.input<typeof UpdateLinkInput>;

/** The channel on which every server hears that what it remembers of a code is old. */
export const linksChanged = "links_changed";

/** Changes what is named. Members change their own links; the team changes any. */
export async function updateLink(ctx: Ctx, input: UpdateLinkInput): Promise<Link> {
  const changes = parseInput(UpdateLinkInput, input);
  return transact(ctx, async (tx, ctx) => {
    const before = await getLink(ctx, { id: changes.id });
    const after = {
      isActive: changes.isActive ?? before.isActive,
      expiresAt:
        changes.expiresAt === undefined
          ? before.expiresAt
          : futureInstant(ctx.clock, "expiresAt", changes.expiresAt),
      maxUses: changes.maxUses === undefined ? before.maxUses : changes.maxUses,
    };
    const { isActive, expiresAt, maxUses } = before;
    const was = { isActive, expiresAt, maxUses };
    if (JSON.stringify(was) === JSON.stringify(after)) return before;
    const now = ctx.clock.now();
    await tx
      .update(referralCodes)
      .set({ isActive: after.isActive, updatedAt: now })
      .where(and(eq(referralCodes.companyId, ctx.companyId), eq(referralCodes.id, before.id)));
    await writeLimits(ctx, before, after.expiresAt, after.maxUses);
    await tx.insert(referralAnalytics).values({
      companyId: ctx.companyId,
      id: newId(now),
      occurredAt: now,
      action: "link_updated",
      userId: before.userId,
      referralCodeId: before.id,
      metadata: {},
    });
    await recordAudit(ctx, {
      action: "link.updated",
      subjectType: "link",
      subjectId: before.id,
      details: { code: before.code, before: was, after },
    });
    await tx.execute(sql`SELECT pg_notify(${linksChanged}, ${before.code})`);
    return { ...before, ...after };
  });
}

async function writeLimits(ctx: Ctx, link: Link, expiresAt: Date | null, maxUses: number | null) {
  const hasOptions = link.isVanity || link.channel || link.campaignId || link.planId;
  if (!hasOptions && !expiresAt && !maxUses && !link.expiresAt && !link.maxUses) return;
  await transact(ctx, (tx) =>
    tx
      .insert(referralCodeOptions)
      .values({ companyId: ctx.companyId, codeId: link.id, userId: link.userId, expiresAt, maxUses })
      .onConflictDoUpdate({
        target: [referralCodeOptions.companyId, referralCodeOptions.codeId],
        set: { expiresAt, maxUses },
      }),
  );
}
