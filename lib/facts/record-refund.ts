import { sql } from "drizzle-orm";
import { z } from "zod";
import { refunds } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { RefundFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

const Changed = z.array(z.object({ payment_id: z.string() }));

/** Stores what is new of these sightings, in any order; returns the payments of the refunds that changed by it. */
export async function recordRefunds(
  ctx: Ctx,
  facts: readonly RefundFact[],
): Promise<{ paymentId: string }[]> {
  if (facts.length === 0) return [];
  const onConflict = mergeRule(
    {
      name: "refunds",
      key: [refunds.companyId, refunds.refundId],
      updatedAt: refunds.updatedAt,
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
      const rows = await writeRows(tx, ctx.companyId, refunds, round, {
        onConflict,
        returning: sql`${refunds.paymentId}`,
      });
      for (const { payment_id } of Changed.parse(rows)) changed.add(payment_id);
    }
    return [...changed].map((paymentId) => ({ paymentId }));
  });
}

export async function recordRefund(ctx: Ctx, fact: RefundFact): Promise<{ changed: boolean }> {
  return { changed: (await recordRefunds(ctx, [fact])).length > 0 };
}
