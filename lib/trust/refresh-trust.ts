import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { trustScores, users, vouches } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import { type AuditEntry, recordAudits } from "../audit/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockVouching } from "./lock-vouching.ts";
import { readTrustFacts } from "./read-facts.ts";
import { scoreOf, type TrustFacts } from "./score.ts";
import { getVouchRules, type VouchRules } from "./vouch-rules.ts";

export const RefreshTrustInput = z.strictObject({ userIds: z.array(z.uuid()).max(1000) });
export type RefreshTrustInput = z.infer<typeof RefreshTrustInput>;

/** Makes the stored scores of members what the rows say, the community's own vouches first. Repeating it changes nothing. */
export async function refreshTrust(ctx: Ctx, input: RefreshTrustInput): Promise<void> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.worker"));
  const { userIds } = parseInput(RefreshTrustInput, input);
  if (userIds.length === 0) return;
  await transact(ctx, async (tx, ctx) => {
    await lockVouching(ctx, userIds);
    const rules = await getVouchRules(ctx);
    let facts = await readTrustFacts(ctx, userIds);
    if (await vouchByRule(ctx, rules, facts)) facts = await readTrustFacts(ctx, userIds);
    const now = ctx.clock.now();
    const rows = [...facts].map(([userId, known]) => ({
      userId,
      ...scoreOf(known, rules, now),
      updatedAt: now,
    }));
    const onConflict = {
      target: [trustScores.companyId, trustScores.userId],
      set: taking(trustScores.score, trustScores.parts, trustScores.updatedAt),
    };
    await writeRows(tx, ctx.companyId, trustScores, rows, { onConflict });
  });
}

/** Gives and takes back the vouches that a rule of the community gives. Returns whether anything changed. */
async function vouchByRule(
  ctx: Ctx,
  rules: VouchRules,
  facts: ReadonlyMap<string, TrustFacts>,
): Promise<boolean> {
  const { companyId } = ctx;
  const now = ctx.clock.now();
  return transact(ctx, async (tx, ctx) => {
    const standing = await tx
      .select({ id: vouches.id, userId: vouches.userId })
      .from(vouches)
      .where(
        and(
          eq(vouches.companyId, companyId),
          inIds(vouches.userId, [...facts.keys()]),
          eq(vouches.isAutoVouched, true),
          isNull(vouches.withdrawnAt),
        ),
      );
    const given = new Map(standing.map(({ id, userId }) => [userId, id]));
    const added = [...facts].flatMap(([userId, known]) =>
      !given.has(userId) && earnsVouch(rules, known, now) && known.vouches.community < rules.communityLimit
        ? [{ userId, known }]
        : [],
    );
    const ended = [...given].filter(([userId]) => {
      const known = facts.get(userId);
      return known !== undefined && !earnsVouch(rules, known, now);
    });
    const rows = added.map(({ userId, known }) => ({
      id: newId(now),
      voucherId: null,
      userId,
      kind: "community" as const,
      isCommunityVouch: true,
      isAutoVouched: true,
      autoVouchCriteria: rules.autoVouchCriteria,
      trustImpact: impactOf(known, rules, "community", now),
      createdAt: now,
    }));
    await writeRows(tx, companyId, vouches, rows);
    if (ended.length > 0)
      await tx
        .update(vouches)
        .set({ withdrawnAt: now })
        .where(
          and(
            eq(vouches.companyId, companyId),
            inIds(
              vouches.id,
              ended.map(([, id]) => id),
            ),
          ),
        );
    await recordAudits(ctx, [
      ...rows.map(({ userId }) => audit("vouch.given", userId)),
      ...ended.map(([userId]) => audit("vouch.withdrawn", userId)),
    ]);
    return rows.length + ended.length > 0;
  });
}

function audit(action: string, userId: string): AuditEntry {
  return { action, subjectType: "member", subjectId: userId, details: { kind: "community" } };
}

function earnsVouch({ autoVouchCriteria }: VouchRules, facts: TrustFacts, now: Date): boolean {
  if (autoVouchCriteria === null || facts.joinedAt === null) return false;
  const { stayed, memberDays } = autoVouchCriteria;
  const isClean = facts.disputed + facts.held + facts.rejected === 0;
  return isClean && facts.stayed >= stayed && now.getTime() - facts.joinedAt.getTime() >= memberDays * dayMs;
}

/** What one more vouch of a kind does to a score now. */
export function impactOf(
  facts: TrustFacts,
  rules: VouchRules,
  kind: keyof TrustFacts["vouches"],
  now: Date,
): number {
  const more = { ...facts, vouches: { ...facts.vouches, [kind]: facts.vouches[kind] + 1 } };
  return scoreOf(more, rules, now).score - scoreOf(facts, rules, now).score;
}

/** Everybody, in pages of ids. */
export async function* trustPages(ctx: Ctx, limit: number): AsyncGenerator<string[]> {
  for (let last: string | undefined; ; ) {
    const rows = await transact(ctx, (tx) =>
      tx
        .select({ id: users.id })
        .from(users)
        .where(
          and(
            eq(users.companyId, ctx.companyId),
            isNull(users.erasedAt),
            last === undefined ? undefined : gt(users.id, last),
          ),
        )
        .orderBy(asc(users.id))
        .limit(limit),
    );
    if (rows.length > 0) yield rows.map(({ id }) => id);
    if (rows.length < limit) return;
    last = rows.at(-1)?.id;
  }
}
