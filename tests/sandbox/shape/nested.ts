import type { Dispute, Membership, Payment, Refund } from "#tests/sandbox/world/entities.ts";
import { toMajor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { productRef } from "./catalog.ts";
import { companyRef, routedCompanyRef, userRef } from "./people.ts";

/** Whop's shape before its resources became flat: objects inside objects, amounts as floats in major units. */
export function nestedMembership(world: World, membership: Membership) {
  const plan = world.plans.get(membership.planId);
  const product = world.products.get(membership.productId);
  return {
    id: membership.id,
    status: membership.status,
    created_at: membership.createdAt,
    joined_at: membership.createdAt,
    updated_at: membership.updatedAt,
    manage_url: `https://whop.com/billing/manage/${membership.id}`,
    member: { id: membership.memberId },
    user: userRef(world, membership.userId),
    renewal_period_start: membership.periodStart,
    renewal_period_end: membership.periodEnd,
    cancel_at_period_end: membership.cancelAtPeriodEnd,
    cancel_option: null,
    cancellation_reason: null,
    canceled_at: membership.canceledAt,
    currency: membership.currency,
    company: companyRef(world, membership.companyId),
    plan: { id: plan.id, metadata: plan.metadata },
    promo_code: membership.promoCodeId ? { id: membership.promoCodeId } : null,
    product: { id: product.id, title: product.title, metadata: product.metadata },
    license_key: null,
    metadata: membership.metadata,
    payment_collection_paused: membership.collectionPaused,
    checkout_configuration_id: membership.checkoutConfigurationId,
    custom_field_responses: [],
  };
}

export function nestedPayment(world: World, payment: Payment) {
  const plan = world.plans.get(payment.planId);
  const product = world.products.get(payment.productId);
  const membership = world.memberships.find(payment.membershipId);
  const refunds = world.refunds.where((refund) => refund.paymentId === payment.id);
  const disputes = world.disputes.where((dispute) => dispute.paymentId === payment.id);
  const major = (minor: number) => toMajor(minor, payment.currency);
  return {
    id: payment.id,
    status: payment.status,
    substatus: payment.substatus,
    billing_reason: payment.billingReason,
    checkout_configuration_id: payment.checkoutConfigurationId,
    metadata: payment.metadata,
    company: routedCompanyRef(world, payment.companyId),
    plan: { id: plan.id, internal_notes: plan.internalNotes, metadata: plan.metadata },
    product: { id: product.id, route: product.route, title: product.title, metadata: product.metadata },
    membership: membership ? { id: membership.id, phone_number: null, status: membership.status } : null,
    member: payment.memberId ? { id: payment.memberId, phone: null } : null,
    user: userRef(world, payment.userId),
    promo_code: promoRef(world, payment.promoCodeId),
    currency: payment.currency,
    total: major(payment.total),
    subtotal: major(payment.subtotal),
    usd_total: major(payment.total),
    amount_after_fees: major(Math.round(payment.total * 0.97)),
    tax_amount: major(payment.taxAmount),
    tax_behavior: "exclusive",
    tax_refunded_amount: 0,
    refunded_amount: major(payment.refundedAmount),
    settlement_amount: major(payment.total),
    settlement_currency: payment.currency,
    settlement_exchange_rate: 1,
    application_fee: null,
    auto_refunded: false,
    billing_address: null,
    shipping_address: null,
    card_brand: payment.card.brand,
    card_last4: payment.card.last4,
    payment_method: {
      id: payment.card.paymentMethodId,
      payment_method_type: "card",
      created_at: payment.createdAt,
      card: {
        brand: payment.card.brand,
        last4: payment.card.last4,
        exp_month: payment.card.expMonth,
        exp_year: payment.card.expYear,
      },
    },
    payment_method_type: "card",
    payments_failed: payment.substatus === "failed" ? 1 : 0,
    failure_message: payment.failureMessage,
    financing_installments_count: null,
    financing_transactions: [],
    dispute_alerted_at: null,
    refundable: payment.status === "paid" && payment.refundedAmount < payment.total,
    retryable: payment.status === "open",
    voidable: false,
    risk_score: null,
    risk_signals: null,
    three_ds_verified: false,
    resolutions: [],
    refunds: refunds.map((refund) => ({
      id: refund.id,
      amount: toMajor(refund.amount, refund.currency),
      currency: refund.currency,
      status: refund.status,
      created_at: refund.createdAt,
    })),
    disputes: disputes.map((dispute) => ({
      id: dispute.id,
      amount: toMajor(dispute.amount, dispute.currency),
      currency: dispute.currency,
      status: nestedDisputeStatus(dispute),
      editable: dispute.status === "needs_response",
      needs_response_by: dispute.needsResponseBy,
      notes: null,
      reason: dispute.reason,
    })),
    last_payment_attempt: payment.createdAt,
    next_payment_attempt: null,
    paid_at: payment.paidAt,
    refunded_at: payment.refundedAt,
    created_at: payment.createdAt,
    updated_at: payment.updatedAt,
  };
}

function promoRef(world: World, promoCodeId: string | null) {
  const promo = world.promoCodes.find(promoCodeId);
  if (!promo) return null;
  return {
    id: promo.id,
    code: promo.code,
    amount_off: promo.amountOff,
    base_currency: promo.currency,
    number_of_intervals: promo.durationMonths,
    promo_type: promo.promoType,
  };
}

function embeddedPayment(world: World, payment: Payment) {
  const membership = world.memberships.find(payment.membershipId);
  return {
    id: payment.id,
    billing_reason: payment.billingReason,
    card_brand: payment.card.brand,
    card_last4: payment.card.last4,
    created_at: payment.createdAt,
    currency: payment.currency,
    dispute_alerted_at: null,
    member: payment.memberId ? { id: payment.memberId, phone: null } : null,
    membership: membership ? { id: membership.id, status: membership.status } : null,
    paid_at: payment.paidAt,
    payment_method_type: "card",
    subtotal: toMajor(payment.subtotal, payment.currency),
    total: toMajor(payment.total, payment.currency),
    usd_total: toMajor(payment.total, payment.currency),
    user: userRef(world, payment.userId),
  };
}

export function nestedRefund(world: World, refund: Refund) {
  const payment = world.payments.get(refund.paymentId);
  return {
    ...nestedRefundListed(refund),
    payment: {
      ...embeddedPayment(world, payment),
      metadata: payment.metadata,
      plan: { id: payment.planId, metadata: world.plans.get(payment.planId).metadata },
      product: { id: payment.productId, metadata: world.products.get(payment.productId).metadata },
      tax_amount: toMajor(payment.taxAmount, payment.currency),
      tax_behavior: "exclusive",
      tax_refunded_amount: 0,
    },
  };
}

export function nestedRefundListed(refund: Refund) {
  return {
    id: refund.id,
    amount: toMajor(refund.amount, refund.currency),
    currency: refund.currency,
    status: refund.status,
    created_at: refund.createdAt,
    provider: "stripe",
    provider_created_at: refund.createdAt,
    reference_status: "pending",
    reference_type: null,
    reference_value: null,
    payment: { id: refund.paymentId },
  };
}

function nestedDisputeStatus(dispute: Dispute): string {
  if (!dispute.inquiry) return dispute.status;
  if (dispute.status === "needs_response") return "warning_needs_response";
  return dispute.status === "under_review" ? "warning_under_review" : "warning_closed";
}

export function nestedDispute(world: World, dispute: Dispute) {
  const payment = world.payments.get(dispute.paymentId);
  const user = userRef(world, payment.userId);
  return {
    ...nestedDisputeListed(world, dispute),
    payment: embeddedPayment(world, payment),
    access_activity_log: null,
    billing_address: null,
    cancellation_policy_attachment: null,
    cancellation_policy_disclosure: null,
    customer_communication_attachment: null,
    customer_email_address: user.email,
    customer_name: user.name,
    notes: null,
    product_description: null,
    refund_policy_attachment: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    uncategorized_attachment: null,
  };
}

export function nestedDisputeListed(world: World, dispute: Dispute) {
  const payment = world.payments.get(dispute.paymentId);
  return {
    id: dispute.id,
    amount: toMajor(dispute.amount, dispute.currency),
    currency: dispute.currency,
    status: nestedDisputeStatus(dispute),
    reason: dispute.reason,
    created_at: dispute.createdAt,
    needs_response_by: dispute.needsResponseBy,
    editable: dispute.status === "needs_response",
    visa_rdr: false,
    company: companyRef(world, dispute.companyId),
    plan: { id: payment.planId },
    product: productRef(world, payment.productId),
    payment: { id: payment.id },
  };
}
