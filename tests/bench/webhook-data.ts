import { randomBytes, randomInt } from "node:crypto";
import type { Reference } from "#lib/links/index.ts";
import { type Signed, signWebhook } from "#tests/support/signed.ts";
import { httpRequest } from "./harness.ts";
import { WEBHOOK_SECRET } from "./stack.ts";

/** An id as Whop makes them. */
export const whopId = (prefix: string) => `${prefix}_${randomBytes(10).toString("base64url")}`;

export type Buyer = {
  companyId: string;
  userId: string;
  membershipId: string;
  paymentId: string;
  at: Date;
  /** What their checkout carried. */
  metadata: Reference | Record<string, never>;
};

export function newBuyer(companyId: string, metadata: Buyer["metadata"], at: Date): Buyer {
  return {
    companyId,
    metadata,
    at,
    userId: whopId("user"),
    membershipId: whopId("mem"),
    paymentId: whopId("pay"),
  };
}

/** A purchase as Whop tells it: the membership, then its payment, each under an id of its own. */
export function purchaseOf(buyer: Buyer): Signed[] {
  return [webhook("membership.activated", buyer, membership(buyer)), paymentOf(buyer)];
}

export function paymentOf(buyer: Buyer): Signed {
  return webhook("payment.succeeded", buyer, payment(buyer));
}

const path = "/api/webhooks/whop";

/** For the load generator. */
export function textOf({ headers, body }: Signed): string {
  const more = { "user-agent": "Whop-Webhooks/1.0", accept: "*/*" };
  return httpRequest("POST", path, { ...headers, ...more }, String(body));
}

export async function post(port: number, { headers, body }: Signed): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers,
    body: String(body),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function webhook(type: string, { companyId, at }: Buyer, data: object): Signed {
  const id = whopId("msg");
  const body = { id, type, api_version: "v1", timestamp: at.toISOString(), company_id: companyId, data };
  return signWebhook(id, body, new Date(), WEBHOOK_SECRET);
}

const company = (id: string) => ({ id, title: "Bench community", route: "bench" });
const plan = { id: "plan_bench", internal_notes: null, metadata: {} };
const product = { id: "prod_bench", title: "Membership", route: "membership", metadata: {} };

function user({ userId }: Buyer) {
  const name = userId.slice(5);
  return { id: userId, username: name.toLowerCase(), name: `Buyer ${name}`, email: `${name}@mail.test` };
}

function membership(buyer: Buyer) {
  const at = buyer.at.toISOString();
  return {
    id: buyer.membershipId,
    status: "active",
    created_at: at,
    joined_at: at,
    updated_at: at,
    manage_url: `https://whop.com/billing/manage/${buyer.membershipId}`,
    user: user(buyer),
    renewal_period_start: at,
    renewal_period_end: new Date(buyer.at.getTime() + 30 * 86_400_000).toISOString(),
    cancel_at_period_end: false,
    canceled_at: null,
    currency: "usd",
    company: company(buyer.companyId),
    plan,
    product,
    promo_code: null,
    metadata: buyer.metadata,
    checkout_configuration_id: null,
    custom_field_responses: [],
  };
}

function payment(buyer: Buyer) {
  const at = buyer.at.toISOString();
  const card = { brand: "visa", last4: String(randomInt(10_000)).padStart(4, "0") };
  return {
    id: buyer.paymentId,
    status: "paid",
    substatus: "succeeded",
    billing_reason: "subscription_create",
    metadata: buyer.metadata,
    company: company(buyer.companyId),
    plan,
    product,
    membership: { id: buyer.membershipId, phone_number: null, status: "active" },
    user: user(buyer),
    promo_code: null,
    currency: "usd",
    total: 29,
    subtotal: 29,
    usd_total: 29,
    amount_after_fees: 28.13,
    tax_amount: 0,
    refunded_amount: 0,
    settlement_amount: 29,
    settlement_currency: "usd",
    billing_address: null,
    card_brand: card.brand,
    card_last4: card.last4,
    payment_method: { id: whopId("payt"), payment_method_type: "card", created_at: at, card },
    payment_method_type: "card",
    failure_message: null,
    refundable: true,
    created_at: at,
    updated_at: at,
    paid_at: at,
    last_payment_attempt: at,
    next_payment_attempt: null,
  };
}
