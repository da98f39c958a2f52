import { and, eq, inArray, or } from "drizzle-orm";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

export type MemberFacts = {
  memberships: (typeof memberships.$inferSelect)[];
  payments: (typeof payments.$inferSelect)[];
  refunds: (typeof refunds.$inferSelect)[];
  disputes: (typeof disputes.$inferSelect)[];
};

/**
 * All of Whop's objects that concern one person. A payment that names nobody belongs to whom its membership
 * belongs to.
 */
export async function loadMemberFacts(ctx: Ctx, whopUserId: string): Promise<MemberFacts> {
  const { companyId } = ctx;
  return transact(ctx, async (tx) => {
    const ownMemberships = await tx
      .select()
      .from(memberships)
      .where(and(eq(memberships.companyId, companyId), eq(memberships.whopUserId, whopUserId)))
      .orderBy(memberships.membershipId);
    const membershipIds = ownMemberships.map((row) => row.membershipId);
    const named = eq(payments.whopUserId, whopUserId);
    const found = await tx
      .select()
      .from(payments)
      .where(
        and(
          eq(payments.companyId, companyId),
          membershipIds.length > 0 ? or(named, inArray(payments.membershipId, membershipIds)) : named,
        ),
      )
      .orderBy(payments.paymentId);
    const ownPayments = found.filter((row) => row.whopUserId === null || row.whopUserId === whopUserId);
    const paymentIds = ownPayments.map((row) => row.paymentId);
    if (paymentIds.length === 0) {
      return { memberships: ownMemberships, payments: [], refunds: [], disputes: [] };
    }
    const [ownRefunds, ownDisputes] = await Promise.all([
      tx
        .select()
        .from(refunds)
        .where(and(eq(refunds.companyId, companyId), inArray(refunds.paymentId, paymentIds)))
        .orderBy(refunds.refundId),
      tx
        .select()
        .from(disputes)
        .where(and(eq(disputes.companyId, companyId), inArray(disputes.paymentId, paymentIds)))
        .orderBy(disputes.disputeId),
    ]);
    return { memberships: ownMemberships, payments: ownPayments, refunds: ownRefunds, disputes: ownDisputes };
  });
}
