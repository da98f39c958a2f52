import { sql } from "drizzle-orm";
import { z } from "zod";
import { disputes } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { DisputeFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

const Changed = z.array(z.object({ payment_id: z.string() }));

/** Stores what is new of these sightings, in any order; returns the payments of the disputes that changed by it. */
export async function recordDisputes(
  ctx: Ctx,
  facts: readonly DisputeFact[],
): Promise<{ paymentId: string }[]> {
  if (facts.length === 0) return [];
  const onConflict = mergeRule(
    {
      name: "disputes",
      key: [disputes.companyId, disputes.disputeId],
      updatedAt: disputes.updatedAt,
      stateAt: disputes.stateAt,
      stateRank: disputes.stateRank,
      state: [
        disputes.status,
        disputes.inquiry,
        disputes.reason,
        disputes.currency,
        disputes.amountMinor,
        disputes.amountProblem,
      ],
      greatest: [disputes.paymentId],
      least: [disputes.whopCreatedAt],
    },
    ctx.clock.now(),
  );
  return transact(ctx, async (tx) => {
    const changed = new Set<string>();
    for (const round of rounds(facts, (fact) => fact.disputeId)) {
      const rows = await writeRows(tx, ctx.companyId, disputes, round, {
        onConflict,
        returning: sql`${disputes.paymentId}`,
      });
      for (const { payment_id } of Changed.parse(rows)) changed.add(payment_id);
    }
    return [...changed].map((paymentId) => ({ paymentId }));
  });
}

export async function recordDispute(ctx: Ctx, fact: DisputeFact): Promise<{ changed: boolean }> {
  return { changed: (await recordDisputes(ctx, [fact])).length > 0 };
}
