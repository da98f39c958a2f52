import { sql } from "drizzle-orm";
import { z } from "zod";
import { payments } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
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

const Changed = z.array(
  z
    .object({
      payment_id: z.string(),
      whop_user_id: z.string().nullable(),
      membership_id: z.string().nullable(),
      status: z.string(),
    })
    .transform(
      (row): ChangedPayment => ({
        paymentId: row.payment_id,
        whopUserId: row.whop_user_id,
        membershipId: row.membership_id,
        status: row.status,
      }),
    ),
);

/** Stores what is new of these sightings, in any order; returns the payments that changed by it. */
export async function recordPayments(ctx: Ctx, facts: readonly PaymentFact[]): Promise<ChangedPayment[]> {
  if (facts.length === 0) return [];
  const onConflict = mergeRule(
    {
      name: "payments",
      key: [payments.companyId, payments.paymentId],
      updatedAt: payments.updatedAt,
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
      const rows = await writeRows(tx, ctx.companyId, payments, round, {
        onConflict,
        returning: sql`${payments.paymentId}, ${payments.whopUserId}, ${payments.membershipId}, ${payments.status}`,
      });
      for (const row of Changed.parse(rows)) changed.set(row.paymentId, row);
    }
    return [...changed.values()];
  });
}

export async function recordPayment(ctx: Ctx, fact: PaymentFact): Promise<{ changed: boolean }> {
  return { changed: (await recordPayments(ctx, [fact])).length > 0 };
}
