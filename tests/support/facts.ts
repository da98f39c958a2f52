import type { DisputeFact, MembershipFact, PaymentFact, RefundFact } from "#lib/whop/facts.ts";
import { unique } from "./factories.ts";

/** Facts as Whop's objects give them, with ordinary values for whatever a test does not care about. */
export function membershipFact(given: Partial<MembershipFact> & { whopCreatedAt: Date }): MembershipFact {
  return {
    membershipId: unique("mem_"),
    whopUserId: null,
    productId: "prod_main",
    planId: "plan_main",
    status: "active",
    checkoutConfigurationId: null,
    promoCodeId: null,
    metadata: {},
    cancelAtPeriodEnd: false,
    renewalPeriodEnd: null,
    stateAt: given.whopCreatedAt,
    stateRank: 20,
    ...given,
  };
}

export function paymentFact(given: Partial<PaymentFact> & { whopCreatedAt: Date }): PaymentFact {
  const status = given.status ?? "paid";
  return {
    paymentId: unique("pay_"),
    whopUserId: null,
    membershipId: null,
    planId: "plan_main",
    productId: "prod_main",
    checkoutConfigurationId: null,
    promoCodeId: null,
    metadata: {},
    status,
    substatus: status === "paid" ? "succeeded" : null,
    billingReason: "subscription_create",
    currency: "USD",
    totalMinor: 2900n,
    subtotalMinor: 2900n,
    taxMinor: 0n,
    afterFeesMinor: 2800n,
    refundedMinor: 0n,
    instrumentKey: null,
    amountProblem: null,
    paidAt: status === "paid" ? given.whopCreatedAt : null,
    stateAt: given.whopCreatedAt,
    stateRank: status === "paid" ? 701 : 100,
    ...given,
  };
}

export function refundFact(
  given: Partial<RefundFact> & { paymentId: string; whopCreatedAt: Date },
): RefundFact {
  return {
    refundId: unique("rf_"),
    status: "succeeded",
    currency: "USD",
    amountMinor: 2900n,
    amountProblem: null,
    stateAt: given.whopCreatedAt,
    stateRank: 10,
    ...given,
  };
}

export function disputeFact(
  given: Partial<DisputeFact> & { paymentId: string; whopCreatedAt: Date },
): DisputeFact {
  return {
    disputeId: unique("dspt_"),
    status: "needs_response",
    inquiry: false,
    reason: null,
    currency: "USD",
    amountMinor: 2900n,
    amountProblem: null,
    stateAt: given.whopCreatedAt,
    stateRank: 110,
    ...given,
  };
}
