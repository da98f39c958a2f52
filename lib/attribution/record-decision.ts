import { attributionDecisions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { digestOf } from "./digest.ts";
import type { Attribution, DecisionDetails } from "./types.ts";

/** Keeps the decision for the trace, once per distinct set of facts. True when it had not been taken before. */
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
  return transact(ctx, async (tx) => {
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
        factsDigest: digestOf(decision, facts, rules.version),
        decidedAt: now,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: attributionDecisions.id });
    return written.length > 0;
  });
}
