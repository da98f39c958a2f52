import { and, asc, desc, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { attributionDecisions } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { type ReadDetails, readDetails } from "./details.ts";
import { digestOf } from "./digest.ts";
import type { Attribution, DecisionDetails } from "./types.ts";

export type Decided = { attribution: Attribution; referralId: string | null };

/** A decision that differs from the one before about the same person, if there was one. */
export type NewDecision = { attribution: Attribution; before: ReadDetails | null };

/**
 * Keeps the decisions for the trace, each once for as long as it stands: taken again it is the same one, but taken
 * anew after another it is told again, so that the newest always says how things are. Returns what is new.
 */
export async function recordDecisions(ctx: Ctx, decided: readonly Decided[]): Promise<NewDecision[]> {
  const now = ctx.clock.now();
  return transact(ctx, async (tx, ctx) => {
    const past = await pastDigests(
      ctx,
      decided.map(({ attribution }) => attribution.member.id),
    );
    const news = decided.flatMap(({ attribution, referralId }) => {
      const { decision, facts, rules, member } = attribution;
      const digest = digestOf(decision, facts, rules.version);
      const before = past.get(member.id) ?? [];
      if (before.at(-1)?.startsWith(digest)) return [];
      const times = before.filter((one) => one.startsWith(digest)).length;
      const row = {
        id: newId(now),
        referredId: member.id,
        referralId,
        referrerId: decision.credit?.referrerId ?? null,
        outcome: decision.outcome,
        reason: decision.reason,
        rulesVersion: rules.version,
        details: detailsOf(attribution),
        factsDigest: times === 0 ? digest : `${digest}.${times}`,
        decidedAt: now,
        createdAt: now,
      };
      return [{ row, attribution, isFirst: before.length === 0 }];
    });
    const before = await newestDecisions(
      ctx,
      news.flatMap(({ row, isFirst }) => (isFirst ? [] : [row.referredId])),
    );
    const { companyId, referredId, factsDigest } = attributionDecisions;
    const onConflict = { target: [companyId, referredId, factsDigest], set: "nothing" } as const;
    await writeRows(
      tx,
      ctx.companyId,
      attributionDecisions,
      news.map(({ row }) => row),
      { onConflict },
    );
    return news.map(({ row, attribution }) => ({ attribution, before: before.get(row.referredId) ?? null }));
  });
}

function detailsOf({ decision, rules, historyUnchecked }: Attribution): DecisionDetails {
  return {
    weighed: decision.weighed,
    withoutEvidence: decision.withoutEvidence,
    windowDays: rules.windowDays,
    touch: rules.touch,
    problem: decision.credit?.values.find((value) => value.problem !== null)?.problem ?? null,
    historyUnchecked,
  };
}

/** Of the decisions about people so far, oldest first. */
async function pastDigests(ctx: Ctx, referredIds: readonly string[]): Promise<Map<string, string[]>> {
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ referredId: decisions.referredId, digest: decisions.factsDigest })
      .from(decisions)
      .where(and(eq(decisions.companyId, ctx.companyId), inIds(decisions.referredId, referredIds)))
      .orderBy(asc(decisions.referredId), asc(decisions.id)),
  );
  const digests = new Map<string, string[]>();
  for (const { referredId, digest } of rows)
    digests.set(referredId, [...(digests.get(referredId) ?? []), digest]);
  return digests;
}

/** The last word on each of these people, as it was weighed. */
export async function newestDecisions(
  ctx: Ctx,
  referredIds: readonly string[],
): Promise<Map<string, ReadDetails>> {
  if (referredIds.length === 0) return new Map();
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinctOn([decisions.referredId], {
        referredId: decisions.referredId,
        details: decisions.details,
      })
      .from(decisions)
      .where(and(eq(decisions.companyId, ctx.companyId), inIds(decisions.referredId, referredIds)))
      .orderBy(decisions.referredId, desc(decisions.id)),
  );
  return new Map(rows.map(({ referredId, details }) => [referredId, readDetails(details)]));
}
