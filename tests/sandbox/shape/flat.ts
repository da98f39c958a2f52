import type { Dispute, Membership, Payment, Refund } from "#tests/sandbox/world/entities.ts";
import { moneyObject, toMajor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { publicUserRef, userRef } from "./people.ts";

/** Whop's shape since its resources became flat: ids instead of objects, money as an object of decimal strings. */
export function flatMembership(world: World, membership: Membership) {
  const company = world.companies.get(membership.companyId);
  return {
    id: membership.id,
    status: membership.status === "canceling" ? "active" : membership.status,
    user_id: membership.userId,
    product_id: membership.productId,
    plan_id: membership.planId,
    license_key: null,
    phone_number: null,
    cancel_at_period_end: membership.cancelAtPeriodEnd,
    current_period_end: membership.periodEnd,
    metadata: membership.metadata ?? {},
    created_at: membership.createdAt,
    member: null,
    account: { id: company.id, title: company.title, route: company.route, logo_url: null },
  };
}

export function flatPayment(world: World, payment: Payment) {
  const plan = world.plans.get(payment.planId);
  const money = (minor: number) => moneyObject(minor, payment.currency);
  return {
    id: payment.id,
    account_id: payment.companyId,
    status: payment.status,
    substatus: payment.substatus,
    billing_reason: payment.billingReason,
    checkout_configuration_id: payment.checkoutConfigurationId,
    metadata: payment.metadata ?? {},
    plan_id: payment.planId,
    product_id: payment.productId,
    membership_id: world.allows("member:basic:read") ? payment.membershipId : null,
    member_id: world.allows("member:basic:read") ? payment.memberId : null,
    promo_code_id: payment.promoCodeId,
    shipment_id: null,
    payment_method_id: payment.card.paymentMethodId,
    customer_email: userRef(world, payment.userId).email,
    customer_phone: null,
    user: { ...publicUserRef(world, payment.userId), profile_picture: { url: null } },
    line_items: [
      {
        id: `li_${payment.id.slice(4)}`,
        label: plan.title,
        plan_id: plan.id,
        plan_title: plan.title,
        product_id: payment.productId,
        quantity: 1,
        subtotal: money(payment.subtotal),
      },
    ],
    total: money(payment.total),
    subtotal: money(payment.subtotal),
    usd_total: money(payment.total),
    amount_after_fees: money(Math.round(payment.total * 0.97)),
    tax_amount: money(payment.taxAmount),
    refunded_amount: money(payment.refundedAmount),
    tax_refunded_amount: money(0),
    currency: payment.currency,
    payment_instrument: {
      type: "card",
      card: { brand: payment.card.brand, last4: payment.card.last4 },
    },
    failure_message: payment.failureMessage,
    risk_score: null,
    paid_at: payment.paidAt,
    created_at: payment.createdAt,
    updated_at: payment.updatedAt,
    refunded_at: payment.refundedAt,
    settlement_time_at: null,
    last_payment_attempt_at: payment.createdAt,
    next_payment_attempt_at: null,
  };
}

export function flatRefund(refund: Refund) {
  return {
    id: refund.id,
    account_id: refund.companyId,
    payment_id: refund.paymentId,
    status: refund.status,
    amount: moneyObject(refund.amount, refund.currency),
    original_amount: moneyObject(refund.amount, refund.currency),
    currency: refund.currency,
    created_at: refund.createdAt,
    updated_at: refund.updatedAt,
  };
}

export function flatDispute(world: World, dispute: Dispute) {
  const payment = world.payments.get(dispute.paymentId);
  const user = userRef(world, payment.userId);
  return {
    id: dispute.id,
    account_id: dispute.companyId,
    amount: toMajor(dispute.amount, dispute.currency),
    currency: dispute.currency,
    status: dispute.status,
    inquiry: dispute.inquiry,
    reason: dispute.reason,
    reason_code: null,
    buyer: { user_id: user.id, member_id: payment.memberId, email: user.email, name: user.name },
    payment: { id: payment.id, amount: toMajor(payment.total, payment.currency), currency: payment.currency },
    plan_id: payment.planId,
    product_id: payment.productId,
    evidence: {},
    needs_response_by: dispute.needsResponseBy,
    created_at: dispute.createdAt,
    updated_at: dispute.updatedAt,
  };
}
