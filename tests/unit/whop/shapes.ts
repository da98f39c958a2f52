import fc from "fast-check";

/** One logical object of Whop's, rendered in both of the shapes that Whop's documentation gives. */
const idOf = (prefix: string) => fc.stringMatching(/^[A-Za-z0-9]{6,14}$/).map((text) => `${prefix}_${text}`);
const instant = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const metadata = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ maxLength: 20 }), {
  maxKeys: 4,
});

export const exponents: Record<string, number> = { usd: 2, eur: 2, jpy: 0, kwd: 3 };
const currency = fc.constantFrom(...Object.keys(exponents));

function major(minor: number, code: string): number {
  const exponent = exponents[code] ?? 2;
  return Number((minor / 10 ** exponent).toFixed(exponent));
}

function money(minor: number, code: string) {
  const exponent = exponents[code] ?? 2;
  return {
    amount: (minor / 10 ** exponent).toFixed(exponent),
    currency: code,
    decimals: exponent,
    display_decimals: exponent,
  };
}

const user = fc.record({
  id: idOf("user"),
  username: maybe(fc.stringMatching(/^[a-z]{3,12}$/)),
  name: fc.constant("Ann Example"),
});
const card = fc.record({
  method: maybe(idOf("payt")),
  brand: fc.constantFrom("visa", "mastercard"),
  last4: fc.stringMatching(/^\d{4}$/),
});

export const membershipObject = fc.record({
  id: idOf("mem"),
  company: idOf("biz"),
  user,
  plan: idOf("plan"),
  product: idOf("prod"),
  status: fc.constantFrom("trialing", "active", "past_due", "completed", "canceled", "expired", "canceling"),
  metadata: maybe(metadata),
  cancels: fc.boolean(),
  periodEnd: maybe(instant),
  createdAt: instant,
});
type MembershipObject = typeof membershipObject extends fc.Arbitrary<infer T> ? T : never;

export function nestedMembership(m: MembershipObject, updatedAt: string) {
  return {
    id: m.id,
    status: m.status,
    created_at: m.createdAt,
    joined_at: m.createdAt,
    updated_at: updatedAt,
    member: { id: "mber_x" },
    user: { ...m.user, email: null },
    renewal_period_start: null,
    renewal_period_end: m.periodEnd,
    cancel_at_period_end: m.cancels || m.status === "canceling",
    company: { id: m.company, title: "Pickaxe" },
    plan: { id: m.plan, metadata: {} },
    promo_code: null,
    product: { id: m.product, title: "A product", metadata: {} },
    metadata: m.metadata,
    checkout_configuration_id: null,
  };
}

export function flatMembership(m: MembershipObject) {
  return {
    id: m.id,
    status: m.status === "canceling" ? "active" : m.status,
    user_id: m.user.id,
    product_id: m.product,
    plan_id: m.plan,
    license_key: null,
    cancel_at_period_end: m.cancels || m.status === "canceling",
    current_period_end: m.periodEnd,
    metadata: m.metadata ?? {},
    created_at: m.createdAt,
    member: null,
    account: { id: m.company, title: "Pickaxe", route: "pickaxe", logo_url: null },
  };
}

export const paymentObject = fc.record({
  id: idOf("pay"),
  company: idOf("biz"),
  user,
  membership: maybe(idOf("mem")),
  plan: idOf("plan"),
  product: idOf("prod"),
  checkout: maybe(idOf("ch")),
  promo: maybe(idOf("promo")),
  status: fc.constantFrom("draft", "open", "pending", "paid", "uncollectible", "void"),
  substatus: fc.constantFrom(
    "pending",
    "succeeded",
    "failed",
    "refunded",
    "partially_refunded",
    "open_dispute",
  ),
  reason: fc.constantFrom("subscription_create", "subscription_cycle", "one_time"),
  currency,
  total: fc.nat(10_000_000),
  tax: fc.nat(1_000),
  refunded: fc.nat(10_000_000),
  metadata: maybe(metadata),
  card,
  email: fc.constant("ann@example.com"),
  paidAt: maybe(instant),
  createdAt: instant,
  updatedAt: instant,
});
type PaymentObject = typeof paymentObject extends fc.Arbitrary<infer T> ? T : never;

export function nestedPayment(p: PaymentObject) {
  const m = (minor: number) => major(minor, p.currency);
  return {
    id: p.id,
    status: p.status,
    substatus: p.substatus,
    billing_reason: p.reason,
    checkout_configuration_id: p.checkout,
    metadata: p.metadata,
    company: { id: p.company, route: "pickaxe", title: "Pickaxe" },
    plan: { id: p.plan, internal_notes: null, metadata: {} },
    product: { id: p.product, metadata: {}, route: "r", title: "t" },
    membership: p.membership ? { id: p.membership, phone_number: null, status: "active" } : null,
    member: { id: "mber_x", phone: null },
    user: { ...p.user, email: p.email },
    promo_code: p.promo ? { id: p.promo, code: "X", amount_off: 1, base_currency: "usd" } : null,
    currency: p.currency,
    total: m(p.total),
    subtotal: m(p.total),
    usd_total: 1,
    amount_after_fees: m(p.total),
    tax_amount: m(p.tax),
    refunded_amount: m(p.refunded),
    card_brand: p.card.brand,
    card_last4: p.card.last4,
    payment_method: p.card.method
      ? { id: p.card.method, card: { brand: p.card.brand, last4: p.card.last4 } }
      : null,
    billing_address: null,
    refunds: [],
    disputes: null,
    paid_at: p.paidAt,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  };
}

export function flatPayment(p: PaymentObject) {
  const m = (minor: number) => money(minor, p.currency);
  return {
    id: p.id,
    account_id: p.company,
    status: p.status,
    substatus: p.substatus,
    billing_reason: p.reason,
    checkout_configuration_id: p.checkout,
    metadata: p.metadata ?? {},
    plan_id: p.plan,
    product_id: p.product,
    membership_id: p.membership,
    member_id: "mber_x",
    promo_code_id: p.promo,
    payment_method_id: p.card.method,
    customer_email: p.email,
    user: { ...p.user, profile_picture: { url: null } },
    line_items: [],
    total: m(p.total),
    subtotal: m(p.total),
    usd_total: money(1, "usd"),
    amount_after_fees: m(p.total),
    tax_amount: m(p.tax),
    refunded_amount: m(p.refunded),
    currency: p.currency,
    payment_instrument: { type: "card", card: { brand: p.card.brand, last4: p.card.last4 } },
    paid_at: p.paidAt,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  };
}

export const refundObject = fc.record({
  id: idOf("rf"),
  company: idOf("biz"),
  payment: idOf("pay"),
  status: fc.constantFrom("pending", "requires_action", "succeeded", "failed", "canceled"),
  currency,
  amount: fc.nat(10_000_000),
  createdAt: instant,
});
type RefundObject = typeof refundObject extends fc.Arbitrary<infer T> ? T : never;

export function nestedRefund(r: RefundObject) {
  const { id, status, currency: code, createdAt } = r;
  const payment = { id: r.payment, currency: code, metadata: {}, user: { id: "user_x1" } };
  return {
    id,
    status,
    amount: major(r.amount, code),
    currency: code,
    created_at: createdAt,
    provider: "stripe",
    payment,
  };
}

export function flatRefund(r: RefundObject) {
  return {
    id: r.id,
    account_id: r.company,
    payment_id: r.payment,
    status: r.status,
    // In the currency of the settlement, which need not be the payment's.
    amount: money(r.amount + 1, "eur"),
    original_amount: money(r.amount, r.currency),
    created_at: r.createdAt,
  };
}

export const disputeObject = fc.record({
  id: idOf("dspt"),
  company: idOf("biz"),
  payment: idOf("pay"),
  status: fc.constantFrom("needs_response", "under_review", "closed"),
  inquiry: fc.boolean(),
  reason: fc.constantFrom("fraudulent", "product_not_received"),
  currency,
  amount: fc.nat(10_000_000),
  createdAt: instant,
});
type DisputeObject = typeof disputeObject extends fc.Arbitrary<infer T> ? T : never;

export function nestedDispute(d: DisputeObject) {
  return {
    id: d.id,
    amount: major(d.amount, d.currency),
    currency: d.currency,
    status: d.inquiry ? `warning_${d.status}` : d.status,
    reason: d.reason,
    created_at: d.createdAt,
    company: { id: d.company, title: "Pickaxe" },
    payment: { id: d.payment, user: { id: "user_x1", name: "Ann", email: "ann@example.com" } },
    plan: { id: "plan_x" },
  };
}

export function flatDispute(d: DisputeObject) {
  return {
    id: d.id,
    account_id: d.company,
    amount: major(d.amount, d.currency),
    currency: d.currency,
    status: d.status,
    inquiry: d.inquiry,
    reason: d.reason,
    buyer: { user_id: "user_x1", name: "Ann", email: "ann@example.com" },
    payment: { id: d.payment, amount: 1, currency: d.currency },
    created_at: d.createdAt,
    plan_id: "plan_x",
  };
}
