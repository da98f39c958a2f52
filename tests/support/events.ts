import { unique } from "./factories.ts";

/** Whop's events with the fields that matter, in the shape with nested objects. */
type Common = { companyId: string | null; at: Date; id?: string };

export function envelope(type: string, { companyId, at, id = unique("msg_") }: Common, data: unknown) {
  return { id, type, api_version: "v1", timestamp: at.toISOString(), company_id: companyId, data };
}

export type Purchase = {
  companyId: string;
  whopUserId: string;
  membershipId: string;
  paymentId: string;
  at: Date;
};

export function purchase(companyId: string, at: Date): Purchase {
  const whopUserId = unique("user_");
  return { companyId, whopUserId, membershipId: unique("mem_"), paymentId: unique("pay_"), at };
}

const user = (bought: Purchase) => ({
  id: bought.whopUserId,
  username: null,
  name: "Bea Buyer",
  email: "bea@example.com",
});

export function membershipEvent(bought: Purchase, type = "membership.activated", more: object = {}) {
  const at = bought.at.toISOString();
  return envelope(type, bought, {
    id: bought.membershipId,
    status: "active",
    created_at: at,
    updated_at: at,
    user: user(bought),
    company: { id: bought.companyId },
    plan: { id: "plan_1" },
    product: { id: "prod_1" },
    metadata: {},
    ...more,
  });
}

export function paymentEvent(bought: Purchase, type = "payment.succeeded", more: object = {}) {
  const at = bought.at.toISOString();
  return envelope(type, bought, {
    id: bought.paymentId,
    status: "paid",
    substatus: "succeeded",
    currency: "usd",
    total: 29,
    tax_amount: 0,
    refunded_amount: 0,
    created_at: at,
    updated_at: at,
    paid_at: at,
    company: { id: bought.companyId },
    membership: { id: bought.membershipId },
    plan: { id: "plan_1" },
    product: { id: "prod_1" },
    user: user(bought),
    metadata: {},
    ...more,
  });
}

export function refundEvent(bought: Purchase, type = "refund.updated", more: object = {}) {
  return envelope(type, bought, {
    id: `rf_${bought.paymentId.slice(4)}`,
    amount: 29,
    currency: "usd",
    status: "succeeded",
    created_at: bought.at.toISOString(),
    payment: { id: bought.paymentId },
    ...more,
  });
}

export function disputeEvent(bought: Purchase, type = "dispute.created", more: object = {}) {
  return envelope(type, bought, {
    id: `dspt_${bought.paymentId.slice(4)}`,
    amount: 29,
    currency: "usd",
    status: "needs_response",
    reason: "fraudulent",
    created_at: bought.at.toISOString(),
    company: { id: bought.companyId },
    payment: { id: bought.paymentId },
    ...more,
  });
}
