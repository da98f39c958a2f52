import { payments } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { PaymentFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

export type ChangedPayment = {
  paymentId: string;
  whopUserId: string | null;
  membershipId: string | null;
  status: string;
};

/** Stores what is new of these sightings, in any order; returns the payments that changed by it. */
export async function recordPayments(ctx: Ctx, facts: readonly PaymentFact[]): Promise<ChangedPayment[]> {
  if (facts.length === 0) return [];
  const { set, changes } = mergeRule(
    {
      name: "payments",
      stateAt: payments.stateAt,
      stateRank: payments.stateRank,
      state: [
        payments.status,
        payments.substatus,
        payments.currency,
        payments.totalMinor,
        payments.subtotalMinor,
        payments.taxMinor,
        payments.afterFeesMinor,
        payments.refundedMinor,
        payments.amountProblem,
      ],
      greatest: [
        payments.whopUserId,
        payments.membershipId,
        payments.planId,
        payments.productId,
        payments.checkoutConfigurationId,
        payments.promoCodeId,
        payments.billingReason,
        payments.metadata,
      ],
      // Of two instrument keys the stronger comes first in the alphabet.
      least: [payments.whopCreatedAt, payments.paidAt, payments.instrumentKey],
    },
    ctx.clock.now(),
  );
  return transact(ctx, async (tx) => {
    const changed = new Map<string, ChangedPayment>();
    for (const round of rounds(facts, (fact) => fact.paymentId)) {
      const rows = await tx
        .insert(payments)
        .values(round.map((fact) => ({ ...fact, companyId: ctx.companyId })))
        .onConflictDoUpdate({ target: [payments.companyId, payments.paymentId], set, setWhere: changes })
        .returning({
          paymentId: payments.paymentId,
          whopUserId: payments.whopUserId,
          membershipId: payments.membershipId,
          status: payments.status,
        });
      for (const row of rows) changed.set(row.paymentId, row);
    }
    return [...changed.values()];
  });
}

export async function recordPayment(ctx: Ctx, fact: PaymentFact): Promise<{ changed: boolean }> {
  return { changed: (await recordPayments(ctx, [fact])).length > 0 };
}
