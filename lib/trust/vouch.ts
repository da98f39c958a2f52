import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { type VouchKind, vouchKinds } from "#db/enums.ts";
import { vouches } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { isShown } from "../members/index.ts";
import { lockVouching } from "./lock-vouching.ts";
import { readTrustFacts } from "./read-facts.ts";
import { impactOf } from "./refresh-trust.ts";
import { getVouchRules, type VouchRules } from "./vouch-rules.ts";

export const VouchInput = z.strictObject({
  userId: z.uuid(),
  /** A member's word is primary or secondary, the team's is the community's. */
  kind: z.enum(vouchKinds),
});
export type VouchInput = z.infer<typeof VouchInput>;

/**
 * Vouches for a member. @throws AppError forbidden for the other side's kind, conflict beyond a limit or too soon,
 * not_found for somebody who is no member, or whom members do not see by their name
 */
export async function vouch(ctx: Ctx, input: VouchInput): Promise<{ id: string }> {
  const { userId: voucherId } = requireMember(ctx);
  const { userId, kind } = parseInput(VouchInput, input);
  const isCommunityVouch = kind === "community";
  if (isCommunityVouch !== (ctx.actor.kind === "owner"))
    throw new AppError("forbidden", say(isCommunityVouch ? "trust.teamsKind" : "trust.membersKind"));
  if (userId === voucherId) throw new AppError("conflict", say("trust.yourself"));
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const here = await lockVouching(ctx, [voucherId, userId]);
    // No member learns who it is whom others do not see by their name.
    const isSeen = isCommunityVouch || (await isShown(ctx, userId));
    if (!here.has(userId) || !isSeen) throw notFound("member");
    const rules = await getVouchRules(ctx);
    await refuseBeyondRules(ctx, rules, { voucherId, userId, kind });
    const now = ctx.clock.now();
    const facts = (await readTrustFacts(ctx, [userId])).get(userId);
    const id = newId(now);
    await tx.insert(vouches).values({
      companyId,
      id,
      voucherId,
      userId,
      kind,
      isCommunityVouch,
      trustImpact: facts ? impactOf(facts, rules, kind, now) : 0,
      createdAt: now,
    });
    await recordAudit(ctx, {
      action: "vouch.given",
      subjectType: "member",
      subjectId: userId,
      details: { kind },
    });
    await enqueue(ctx, tx, "refresh-trust", { companyId, userIds: [userId] });
    return { id };
  });
}

type Wanted = { voucherId: string; userId: string; kind: VouchKind };

async function refuseBeyondRules(
  ctx: Ctx,
  rules: VouchRules,
  { voucherId, userId, kind }: Wanted,
): Promise<void> {
  const isTeams = kind === "community";
  const limit = {
    primary: rules.primaryLimit,
    secondary: rules.secondaryLimit,
    community: rules.communityLimit,
  }[kind];
  await transact(ctx, async (tx) => {
    const mine = and(eq(vouches.companyId, ctx.companyId), eq(vouches.voucherId, voucherId));
    const [known] = await tx
      .select({
        stands: sql<boolean>`bool_or(${vouches.userId} = ${userId} AND ${vouches.withdrawnAt} IS NULL)`,
        last: sql<string | null>`max(${vouches.createdAt}) FILTER (WHERE NOT ${vouches.isCommunityVouch})`,
        withdrawn: sql<
          string | null
        >`max(${vouches.withdrawnAt}) FILTER (WHERE ${vouches.userId} = ${userId})`,
      })
      .from(vouches)
      .where(mine);
    if (known?.stands) throw new AppError("conflict", say("trust.already"));
    // What counts is what each member gave, and of the community's what a member has.
    const ofKind = isTeams ? and(eq(vouches.companyId, ctx.companyId), eq(vouches.userId, userId)) : mine;
    const standing = await tx.$count(
      vouches,
      and(ofKind, eq(vouches.kind, kind), isNull(vouches.withdrawnAt)),
    );
    if (standing >= limit) throw new AppError("conflict", say(`trust.${kind}Limit`, { limit }));
    const waits = [
      ["trust.cooldown", isTeams ? null : known?.last, rules.cooldownDays],
      ["trust.reconnection", known?.withdrawn, rules.reconnectionDays],
    ] as const;
    for (const [code, since, days] of waits) {
      const until = since ? new Date(new Date(since).getTime() + days * dayMs) : null;
      if (until !== null && ctx.clock.now() < until) throw new AppError("conflict", say(code, { until }));
    }
  });
}

export const WithdrawVouchInput = z.strictObject({ id: z.uuid() });
export type WithdrawVouchInput = z.infer<typeof WithdrawVouchInput>;

/** Takes a vouch back: a member their own, the team any of the community's. @throws AppError not_found, conflict */
export async function withdrawVouch(ctx: Ctx, input: WithdrawVouchInput): Promise<{ id: string }> {
  const { userId: actorId } = requireMember(ctx);
  const { id } = parseInput(WithdrawVouchInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    const here = and(eq(vouches.companyId, companyId), eq(vouches.id, id));
    const [known] = await tx.select().from(vouches).where(here);
    const isTheirs = known && (ctx.actor.kind === "owner" ? known.isCommunityVouch : isOwn(known, actorId));
    if (!known || !isTheirs) throw notFound("vouch");
    if (known.isAutoVouched) throw new AppError("conflict", say("trust.byRule"));
    await lockVouching(ctx, [actorId, known.userId]);
    const ended = await tx
      .update(vouches)
      .set({ withdrawnAt: ctx.clock.now() })
      .where(and(here, isNull(vouches.withdrawnAt)))
      .returning({ id: vouches.id });
    if (ended.length === 0) throw new AppError("conflict", say("trust.withdrawn"));
    await recordAudit(ctx, {
      action: "vouch.withdrawn",
      subjectType: "member",
      subjectId: known.userId,
      details: { kind: known.kind },
    });
    await enqueue(ctx, tx, "refresh-trust", { companyId, userIds: [known.userId] });
    return { id };
  });
}

function isOwn(known: typeof vouches.$inferSelect, userId: string): boolean {
  return known.voucherId === userId && !known.isCommunityVouch;
}
