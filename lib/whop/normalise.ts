import { z } from "zod";
import { type Said, say, storeTold } from "../core/said.ts";
import type { Secrets } from "../core/secrets.ts";
import type { DisputeFact, MembershipFact, Person, Reading, RefundFact } from "./facts.ts";
import type { PersonFields } from "./fields.ts";
import * as fields from "./fields.ts";
import { readPaymentFields } from "./normalise-payment.ts";
import { disputeRank, membershipRank, refundRank } from "./ranks.ts";

/**
 * Whop's objects, from webhooks or the API, in either shape: objects nested in objects with amounts as floats,
 * or ids with amounts as decimal strings. `at` stamps the state of an object that has no updated_at: the
 * event's own timestamp, or when the object was read.
 */
const Membership = z.object({
  id: fields.id,
  status: fields.word,
  user_id: fields.optionalId,
  user: fields.personFields,
  product_id: fields.optionalId,
  product: fields.reference,
  plan_id: fields.optionalId,
  plan: fields.reference,
  promo_code_id: fields.optionalId,
  promo_code: fields.reference,
  checkout_configuration_id: fields.optionalId,
  metadata: fields.metadata,
  cancel_at_period_end: fields.flag,
  renewal_period_end: fields.instant,
  current_period_end: fields.instant,
  joined_at: fields.instant,
  created_at: fields.instant,
  updated_at: fields.instant,
});

export function readMembership(object: unknown, at: Date): Reading<MembershipFact> {
  const parsed = Membership.safeParse(object);
  if (!parsed.success) return unreadable("membership", parsed.error);
  const { data } = parsed;
  // One shape has a status of its own for a membership that will end with its period.
  const cancels = data.cancel_at_period_end === true || data.status === "canceling";
  const status = data.status === "canceling" ? "active" : data.status;
  const createdAt = data.created_at ?? at;
  const joinedAt = status === "drafted" ? null : (data.joined_at ?? createdAt);
  const person = personOf(data.user, data.user_id, { joinedAt });
  const fact: MembershipFact = {
    membershipId: data.id,
    whopUserId: person?.whopUserId ?? null,
    productId: data.product_id ?? data.product?.id ?? null,
    planId: data.plan_id ?? data.plan?.id ?? null,
    status,
    checkoutConfigurationId: data.checkout_configuration_id ?? null,
    promoCodeId: data.promo_code_id ?? data.promo_code?.id ?? null,
    metadata: data.metadata,
    cancelAtPeriodEnd: cancels,
    renewalPeriodEnd: data.renewal_period_end ?? data.current_period_end ?? null,
    whopCreatedAt: createdAt,
    stateAt: data.updated_at ?? at,
    stateRank: membershipRank(status, cancels),
  };
  return { ok: true, fact, person };
}

export function readPayment(object: unknown, at: Date, secrets: Secrets) {
  const parsed = readPaymentFields(object, at, secrets);
  if (!parsed.ok) return unreadable("payment", parsed.error);
  const { fact, user, userId, email } = parsed;
  const person = personOf(user, userId, { email });
  return { ok: true as const, fact: { ...fact, whopUserId: person?.whopUserId ?? null }, person };
}

const paymentOfOther = z
  .object({ id: fields.optionalId, user: fields.personFields, currency: fields.optionalText })
  .nullish()
  .catch(null);

const Refund = z.object({
  id: fields.id,
  status: fields.word,
  payment_id: fields.optionalId,
  payment: paymentOfOther,
  amount: fields.amount,
  /** In the currency of the payment, where `amount` is in the one of its settlement. */
  original_amount: fields.amount,
  currency: fields.optionalText,
  created_at: fields.instant,
  updated_at: fields.instant,
});

export function readRefund(object: unknown, at: Date): Reading<RefundFact> {
  const parsed = Refund.safeParse(object);
  if (!parsed.success) return unreadable("refund", parsed.error);
  const { data } = parsed;
  const paymentId = data.payment_id ?? data.payment?.id;
  if (!paymentId) return { ok: false, problem: say("webhook.refundOfNothing") };
  const money = fields.readMoney(data.original_amount ?? data.amount, data.currency ?? null);
  const fact: RefundFact = {
    refundId: data.id,
    paymentId,
    status: data.status,
    currency: fields.currencyCode(money.currency, data.currency),
    amountMinor: money.minor ?? 0n,
    amountProblem: stored(money.problem ?? (money.minor === null ? say("amount.noRefund") : null)),
    whopCreatedAt: data.created_at ?? at,
    stateAt: data.updated_at ?? at,
    stateRank: refundRank(data.status),
  };
  return { ok: true, fact, person: personOf(data.payment?.user, null) };
}

const Dispute = z.object({
  id: fields.id,
  status: fields.word,
  inquiry: fields.flag,
  reason: fields.optionalText,
  payment_id: fields.optionalId,
  payment: paymentOfOther,
  buyer: z
    .object({ user_id: fields.optionalId, name: fields.optionalText, email: fields.optionalText })
    .nullish()
    .catch(null),
  amount: fields.amount,
  currency: fields.optionalText,
  created_at: fields.instant,
  updated_at: fields.instant,
});

const warning = "warning_";

export function readDispute(object: unknown, at: Date): Reading<DisputeFact> {
  const parsed = Dispute.safeParse(object);
  if (!parsed.success) return unreadable("dispute", parsed.error);
  const { data } = parsed;
  const paymentId = data.payment_id ?? data.payment?.id;
  if (!paymentId) return { ok: false, problem: say("webhook.disputeOfNothing") };
  // One shape marks an inquiry by a status of its own, the other by a flag.
  const inquiry = data.inquiry === true || data.status.startsWith(warning);
  const status = data.status.startsWith(warning) ? data.status.slice(warning.length) : data.status;
  const money = fields.readMoney(data.amount, data.currency ?? null);
  const fact: DisputeFact = {
    disputeId: data.id,
    paymentId,
    status,
    inquiry,
    reason: data.reason ?? null,
    currency: fields.currencyCode(money.currency, data.currency),
    amountMinor: money.minor ?? 0n,
    amountProblem: stored(money.problem),
    whopCreatedAt: data.created_at ?? at,
    stateAt: data.updated_at ?? at,
    stateRank: disputeRank(status, inquiry),
  };
  const person =
    personOf(data.payment?.user, null) ??
    personOf({ id: data.buyer?.user_id, name: data.buyer?.name, email: data.buyer?.email }, null);
  return { ok: true, fact, person };
}

const Owned = z.object({
  account_id: fields.optionalId,
  account: fields.reference,
  company_id: fields.optionalId,
  company: fields.reference,
});

/** Every company that an object, or the envelope around it, says it belongs to. More than one is a contradiction. */
export function companyIdsOf(object: unknown): string[] {
  const parsed = Owned.safeParse(object);
  if (!parsed.success) return [];
  const { account_id, account, company_id, company } = parsed.data;
  const named = [account_id, account?.id, company_id, company?.id].filter(
    (id) => id !== null && id !== undefined,
  );
  return [...new Set(named)];
}

const whopUserIdShape = /^user_[A-Za-z0-9_-]{1,60}$/;

type LoosePerson = { [K in keyof NonNullable<PersonFields>]?: NonNullable<PersonFields>[K] | undefined };

function personOf(
  user: LoosePerson | null | undefined,
  userId: string | null | undefined,
  more: { email?: string | null; joinedAt?: Date | null } = {},
): Person | null {
  const whopUserId = user?.id ?? userId;
  if (!whopUserId || !whopUserIdShape.test(whopUserId)) return null;
  return {
    whopUserId,
    username: user?.username ?? null,
    name: user?.name ?? null,
    email: user?.email ?? more.email ?? null,
    avatarUrl: user?.profile_picture?.url ?? null,
    joinedAt: more.joinedAt ?? null,
  };
}

function stored(problem: Said | null): string | null {
  return problem && storeTold(problem);
}

type Kind = "membership" | "payment" | "refund" | "dispute";

function unreadable(kind: Kind, error: z.ZodError): { ok: false; problem: Said } {
  const field = error.issues[0]?.path.join(".");
  return {
    ok: false,
    problem: field ? say("webhook.unreadable", { kind, field }) : say("webhook.noObject", { kind }),
  };
}
