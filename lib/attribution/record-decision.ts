import { and, asc, eq } from "drizzle-orm";
import { attributionDecisions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { digestOf } from "./digest.ts";
import type { Attribution, DecisionDetails } from "./types.ts";

/**
 * Keeps the decision for the trace, once for as long as it stands: taken again it is the same one, but taken
 * anew after another it is told again, so that the newest always says how things are. True when it is new.
 */
export async function recordDecision(
  ctx: Ctx,
  attribution: Attribution,
  referralId: string | null,
): Promise<boolean> {
  const { decision, facts, rules, member } = attribution;
  const details: DecisionDetails = {
    weighed: decision.weighed,
    withoutEvidence: decision.withoutEvidence,
    windowDays: rules.windowDays,
    touch: rules.touch,
    problem: decision.credit?.values.find((value) => value.problem !== null)?.problem ?? null,
    historyUnchecked: attribution.historyUnchecked,
  };
  const now = ctx.clock.now();
  const digest = digestOf(decision, facts, rules.version);
  return transact(ctx, async (tx, ctx) => {
    const past = await pastDigests(ctx, member.id);
    if (past.at(-1)?.startsWith(digest)) return false;
    const before = past.filter((one) => one.startsWith(digest)).length;
    const written = await tx
      .insert(attributionDecisions)
      .values({
        companyId: ctx.companyId,
        id: newId(now),
        referredId: member.id,
        referralId,
        referrerId: decision.credit?.referrerId ?? null,
        outcome: decision.outcome,
        reason: decision.reason,
        rulesVersion: rules.version,
        details,
        factsDigest: before === 0 ? digest : `${digest}.${before}`,
        decidedAt: now,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: attributionDecisions.id });
    return written.length > 0;
  });
}

/** Of the decisions about a person so far, oldest first. */
async function pastDigests(ctx: Ctx, referredId: string): Promise<string[]> {
  const decisions = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ digest: decisions.factsDigest })
      .from(decisions)
      .where(and(eq(decisions.companyId, ctx.companyId), eq(decisions.referredId, referredId)))
      .orderBy(asc(decisions.id)),
  );
  return rows.map((row) => row.digest);
}
