import { and, eq, or } from "drizzle-orm";
import { inTexts } from "#db/in-ids.ts";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

export type MemberFacts = {
  memberships: (typeof memberships.$inferSelect)[];
  payments: (typeof payments.$inferSelect)[];
  refunds: (typeof refunds.$inferSelect)[];
  disputes: (typeof disputes.$inferSelect)[];
};

/** All of Whop's objects that concern one person. */
export async function loadMemberFacts(ctx: Ctx, whopUserId: string): Promise<MemberFacts> {
  return (await loadFactsOf(ctx, [whopUserId])).get(whopUserId) ?? nothing();
}

/**
 * All of Whop's objects that concern these people, by their Whop ids. A payment that names nobody belongs to whom
 * its membership belongs to.
 */
export async function loadFactsOf(
  ctx: Ctx,
  whopUserIds: readonly string[],
): Promise<Map<string, MemberFacts>> {
  const { companyId } = ctx;
  const facts = new Map(whopUserIds.map((id) => [id, nothing()]));
  if (facts.size === 0) return facts;
  return transact(ctx, async (tx) => {
    const people = [...facts.keys()];
    const ownMemberships = await tx
      .select()
      .from(memberships)
      .where(and(eq(memberships.companyId, companyId), inTexts(memberships.whopUserId, people)))
      .orderBy(memberships.membershipId);
    const ownerOf = new Map<string, string | null>();
    for (const row of ownMemberships) {
      ownerOf.set(row.membershipId, row.whopUserId);
      facts.get(row.whopUserId ?? "")?.memberships.push(row);
    }
    const named = inTexts(payments.whopUserId, people);
    const found = await tx
      .select()
      .from(payments)
      .where(
        and(
          eq(payments.companyId, companyId),
          ownerOf.size > 0 ? or(named, inTexts(payments.membershipId, [...ownerOf.keys()])) : named,
        ),
      )
      .orderBy(payments.paymentId);
    const buyerOf = new Map<string, string>();
    for (const row of found) {
      const buyer = row.whopUserId ?? ownerOf.get(row.membershipId ?? "");
      const own = facts.get(buyer ?? "");
      if (!buyer || !own) continue;
      buyerOf.set(row.paymentId, buyer);
      own.payments.push(row);
    }
    if (buyerOf.size === 0) return facts;
    const paymentIds = [...buyerOf.keys()];
    const [ownRefunds, ownDisputes] = await Promise.all([
      tx
        .select()
        .from(refunds)
        .where(and(eq(refunds.companyId, companyId), inTexts(refunds.paymentId, paymentIds)))
        .orderBy(refunds.refundId),
      tx
        .select()
        .from(disputes)
        .where(and(eq(disputes.companyId, companyId), inTexts(disputes.paymentId, paymentIds)))
        .orderBy(disputes.disputeId),
    ]);
    for (const row of ownRefunds) facts.get(buyerOf.get(row.paymentId) ?? "")?.refunds.push(row);
    for (const row of ownDisputes) facts.get(buyerOf.get(row.paymentId) ?? "")?.disputes.push(row);
    return facts;
  });
}

function nothing(): MemberFacts {
  return { memberships: [], payments: [], refunds: [], disputes: [] };
}
