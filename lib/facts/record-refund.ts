import { refunds } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { RefundFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

/** Stores what is new of these sightings, in any order; returns the payments of the refunds that changed by it. */
export async function recordRefunds(
  ctx: Ctx,
  facts: readonly RefundFact[],
): Promise<{ paymentId: string }[]> {
  if (facts.length === 0) return [];
  const { set, changes } = mergeRule(
    {
      name: "refunds",
      stateAt: refunds.stateAt,
      stateRank: refunds.stateRank,
      state: [refunds.status, refunds.currency, refunds.amountMinor, refunds.amountProblem],
      greatest: [refunds.paymentId],
      least: [refunds.whopCreatedAt],
    },
    ctx.clock.now(),
  );
  return transact(ctx, async (tx) => {
    const changed = new Set<string>();
    for (const round of rounds(facts, (fact) => fact.refundId)) {
      const rows = await tx
        .insert(refunds)
        .values(round.map((fact) => ({ ...fact, companyId: ctx.companyId })))
        .onConflictDoUpdate({ target: [refunds.companyId, refunds.refundId], set, setWhere: changes })
        .returning({ paymentId: refunds.paymentId });
      for (const { paymentId } of rows) changed.add(paymentId);
    }
    return [...changed].map((paymentId) => ({ paymentId }));
  });
}

export async function recordRefund(ctx: Ctx, fact: RefundFact): Promise<{ changed: boolean }> {
  return { changed: (await recordRefunds(ctx, [fact])).length > 0 };
}
