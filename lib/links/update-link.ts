import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { referralAnalytics, referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockKnown } from "../members/index.ts";
import type { Link } from "./link.ts";
import { type EarlierLimits, futureInstant, type LinkLimits } from "./link-limits.ts";
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

/**
 * Changes what is named. Members change their own links; the team changes any, and only the team takes its own pause
 * back. Whoever used the link before is judged by what held then.
 */
export async function updateLink(ctx: Ctx, input: UpdateLinkInput): Promise<Link> {
  const changes = parseInput(UpdateLinkInput, input);
  const isTeam = ctx.actor.kind !== "member";
  return transact(ctx, async (tx, ctx) => {
    // Two changes at once are made one after the other: neither takes back what the other has just said.
    await lockKnown(ctx, (await getLink(ctx, { id: changes.id })).userId);
    const before = await getLink(ctx, { id: changes.id });
    if (changes.isActive && before.pausedByTeam && !isTeam)
      throw new AppError("forbidden", say("link.pausedByTeam"));
    const after = {
      isActive: changes.isActive ?? before.isActive,
      expiresAt:
        changes.expiresAt === undefined
          ? before.expiresAt
          : futureInstant(ctx.clock, "expiresAt", changes.expiresAt),
      maxUses: changes.maxUses === undefined ? before.maxUses : changes.maxUses,
    };
    const pausedByTeam =
      changes.isActive === undefined
        ? before.pausedByTeam
        : !changes.isActive && (isTeam || before.pausedByTeam);
    const { isActive, expiresAt, maxUses } = before;
    const was = { isActive, expiresAt, maxUses };
    const isSame = JSON.stringify(was) === JSON.stringify(after);
    if (isSame && pausedByTeam === before.pausedByTeam) return before;
    // The team is never kept from closing a link.
    if (!isSame && !isTeam) await refuseTooMany(ctx, before.id);
    const now = ctx.clock.now();
    if (after.isActive !== before.isActive) {
      await tx
        .update(referralCodes)
        .set({ isActive: after.isActive, updatedAt: now })
        .where(and(eq(referralCodes.companyId, ctx.companyId), eq(referralCodes.id, before.id)));
    }
    await writeOptions(ctx, before, { ...after, pausedByTeam }, isSame ? null : { until: now, ...was });
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
    return { ...before, ...after, pausedByTeam };
  });
}

/** What a link allowed is kept for ever, as long as anybody may be judged by it. */
const MOST_CHANGES = 1_000;

async function refuseTooMany(ctx: Ctx, codeId: string): Promise<void> {
  const { earlier } = referralCodeOptions;
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ many: sql<number>`coalesce(jsonb_array_length(${earlier}), 0)` })
      .from(referralCodeOptions)
      .where(and(eq(referralCodeOptions.companyId, ctx.companyId), eq(referralCodeOptions.codeId, codeId))),
  );
  if (row && row.many >= MOST_CHANGES)
    throw new AppError("conflict", say("link.mostChanges", { count: MOST_CHANGES }));
}

/** What is on record of a link's earlier limits. */
const recorded = sql`coalesce(${referralCodeOptions.earlier}, '[]')`;

type Options = LinkLimits & { pausedByTeam: boolean };

async function writeOptions(ctx: Ctx, link: Link, now: Options, was: EarlierLimits | null): Promise<void> {
  const { expiresAt, maxUses, pausedByTeam } = now;
  const before = was === null ? [] : [was];
  const told = JSON.stringify(before);
  await transact(ctx, (tx) =>
    tx
      .insert(referralCodeOptions)
      .values({
        companyId: ctx.companyId,
        codeId: link.id,
        userId: link.userId,
        expiresAt,
        maxUses,
        pausedByTeam,
        earlier: before,
      })
      .onConflictDoUpdate({
        target: [referralCodeOptions.companyId, referralCodeOptions.codeId],
        set: {
          expiresAt,
          maxUses,
          pausedByTeam,
          earlier: sql`${recorded} || ${told}::jsonb`,
        },
      }),
  );
}

/** Writes down what a member's open links allow, for whoever closes them all at once by another way. */
export async function rememberLimits(ctx: Ctx, userId: string): Promise<void> {
  await transact(ctx, (tx) =>
    tx.execute(sql`
      INSERT INTO ${referralCodeOptions} (company_id, code_id, user_id, earlier)
      SELECT r.company_id, r.id, r.user_id, jsonb_build_array(jsonb_build_object(
               'until', ${ctx.clock.now().toISOString()}::timestamptz, 'isActive', true,
               'expiresAt', o.expires_at, 'maxUses', o.max_uses))
      FROM ${referralCodes} r
      LEFT JOIN ${referralCodeOptions} o ON o.company_id = r.company_id AND o.code_id = r.id
      WHERE r.company_id = ${ctx.companyId} AND r.user_id = ${userId} AND r.is_active
      ON CONFLICT (company_id, code_id) DO UPDATE SET earlier = ${recorded} || excluded.earlier`),
  );
}
