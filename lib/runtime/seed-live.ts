import { checkoutConfigurations, codeDirectory, referralAnalytics, referralCodes } from "#db/schema/index.ts";
import {
  COMMUNITY,
  type Community,
  type SeedLink,
  type SeedMembership,
  type SeedPayment,
} from "#db/seed/community.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { recordDispute, recordMembership, recordPayment, recordRefund } from "../facts/index.ts";
import { enqueue } from "../jobs/index.ts";
import { ensureMember } from "../members/index.ts";
import type { MembershipFact, PaymentFact } from "../whop/facts.ts";
import { instrumentKeyOf } from "../whop/instrument.ts";
import type { SeedClick, SeedEvent } from "./seed-events.ts";

/** One event, through the verbs that its webhook or its request would have reached. */
export async function liveThrough(ctx: Ctx, event: SeedEvent, community: Community): Promise<void> {
  switch (event.kind) {
    case "link":
      return makeLink(ctx, event.link, community);
    case "clicks":
      return recordVisits(ctx, event.link, event.clicks);
    case "joined":
      return transact(ctx, async (_tx, ctx) => {
        await ensureMember(ctx, personOf(community, event.membership.userId, event.membership.createdAt));
        await recordMembership(ctx, membershipFact(event.membership, "joined"));
        await settle(ctx, event.membership.userId);
      });
    case "membership_changed":
      return transact(ctx, async (_tx, ctx) => {
        await recordMembership(ctx, membershipFact(event.membership, "changed"));
        await settle(ctx, event.membership.userId);
      });
    case "paid":
      return transact(ctx, async (_tx, ctx) => {
        await recordPayment(ctx, paymentFact(ctx, event.payment, "paid"));
        await settle(ctx, event.payment.userId);
      });
    case "refunded":
      return transact(ctx, async (_tx, ctx) => {
        const { refund } = event;
        await recordPayment(ctx, paymentFact(ctx, event.payment, "refunded"));
        await recordRefund(ctx, {
          refundId: refund.id,
          paymentId: refund.paymentId,
          status: refund.status,
          currency: refund.currency.toUpperCase(),
          amountMinor: BigInt(refund.amount),
          amountProblem: null,
          whopCreatedAt: refund.createdAt,
          stateAt: refund.createdAt,
          stateRank: 3,
        });
        await settle(ctx, refund.userId);
      });
    case "disputed":
      return transact(ctx, async (_tx, ctx) => {
        const { dispute } = event;
        await recordDispute(ctx, {
          disputeId: dispute.id,
          paymentId: dispute.paymentId,
          status: dispute.status,
          inquiry: false,
          reason: dispute.reason,
          currency: dispute.currency.toUpperCase(),
          amountMinor: BigInt(dispute.amount),
          amountProblem: null,
          whopCreatedAt: dispute.createdAt,
          stateAt: dispute.createdAt,
          stateRank: 2,
        });
        const payment = community.payments.find((row) => row.id === dispute.paymentId);
        if (payment) await settle(ctx, payment.userId);
      });
  }
}

async function settle(ctx: Ctx, whopUserId: string): Promise<void> {
  await transact(ctx, (tx) => enqueue(ctx, tx, "settle-referral", { companyId: ctx.companyId, whopUserId }));
}

function personOf(community: Community, userId: string, joinedAt: Date) {
  const user = community.users.find((row) => row.id === userId);
  return {
    whopUserId: userId,
    username: user?.username ?? null,
    name: user?.name ?? null,
    email: user?.email ?? null,
    joinedAt,
  };
}

/** As createLink leaves it, under the ids that the sandbox's checkouts carry. */
async function makeLink(ctx: Ctx, link: SeedLink, community: Community): Promise<void> {
  const { companyId } = ctx;
  const joined = community.memberships.find((row) => row.userId === link.userId)?.createdAt ?? link.createdAt;
  await transact(ctx, async (tx, ctx) => {
    const member = await ensureMember(ctx, personOf(community, link.userId, joined));
    await tx
      .insert(referralCodes)
      .values({ companyId, id: link.id, userId: member.id, code: link.code, createdAt: link.createdAt });
    await tx.insert(codeDirectory).values({ code: link.code, companyId, codeId: link.id });
    await tx.insert(checkoutConfigurations).values({
      companyId,
      checkoutId: link.checkoutConfigurationId,
      codeId: link.id,
      planId: link.planId,
      purchaseUrl: `${ctx.origins.whop[0]}/checkout/${link.planId}/?session=${link.checkoutConfigurationId}`,
      metadata: link.metadata,
      createdAt: link.createdAt,
    });
    await tx.insert(referralAnalytics).values({
      companyId,
      id: newId(link.createdAt),
      occurredAt: link.createdAt,
      action: "link_created",
      userId: member.id,
      referralCodeId: link.id,
    });
  });
}

/** Visits go in through the function the servers use, under keyed hashes like any other. */
async function recordVisits(ctx: Ctx, link: SeedLink, clicks: SeedClick[]): Promise<void> {
  const { hot } = ctx.db;
  const each = <T>(value: (click: SeedClick) => T) => clicks.map(value);
  await hot`SELECT record_clicks(
    ${each((click) => newId(click.at))}::uuid[], ${each(() => COMMUNITY.companyId)}::text[],
    ${each(() => link.id)}::uuid[], ${each((click) => click.at.toISOString())}::timestamptz[],
    ${each((click) => click.class)}::text[],
    ${each((click) => ctx.secrets.hash64("visitor", click.visitor).toString())}::bigint[],
    ${each((click) => ctx.secrets.hash64("network", click.visitor).toString())}::bigint[],
    ${each(() => "true")}::text[]::boolean[], ${each(() => "false")}::text[]::boolean[], ${each((click) => click.device)}::text[],
    ${each(() => null)}::text[], ${each(() => null)}::text[], ${each(() => null)}::text[])`;
}

function membershipFact(row: SeedMembership, moment: "joined" | "changed"): MembershipFact {
  const joined = moment === "joined";
  return {
    membershipId: row.id,
    whopUserId: row.userId,
    productId: COMMUNITY.productId,
    planId: row.planId,
    status: joined && row.status === "canceled" ? "active" : row.status,
    checkoutConfigurationId: row.checkoutConfigurationId,
    promoCodeId: null,
    metadata: row.metadata ?? {},
    cancelAtPeriodEnd: joined ? false : row.cancelAtPeriodEnd,
    renewalPeriodEnd: row.periodEnd,
    whopCreatedAt: row.createdAt,
    stateAt: joined ? row.createdAt : row.updatedAt,
    stateRank: joined ? 1 : 2,
  };
}

function paymentFact(ctx: Ctx, row: SeedPayment, moment: "paid" | "refunded"): PaymentFact {
  const paid = moment === "paid";
  return {
    paymentId: row.id,
    whopUserId: row.userId,
    membershipId: row.membershipId,
    planId: row.planId,
    productId: COMMUNITY.productId,
    checkoutConfigurationId: row.checkoutConfigurationId,
    promoCodeId: null,
    metadata: row.metadata ?? {},
    status: "paid",
    substatus: paid ? "succeeded" : row.substatus,
    billingReason: row.billingReason,
    currency: row.currency.toUpperCase(),
    totalMinor: BigInt(row.total),
    subtotalMinor: BigInt(row.total),
    taxMinor: 0n,
    afterFeesMinor: null,
    refundedMinor: paid ? 0n : BigInt(row.refundedAmount),
    instrumentKey: instrumentKeyOf(ctx.secrets, { payment_method_id: row.card.paymentMethodId }),
    amountProblem: null,
    paidAt: row.paidAt,
    whopCreatedAt: row.paidAt,
    stateAt: paid ? row.paidAt : row.updatedAt,
    stateRank: paid ? 3 : 4,
  };
}
