import { badRequest } from "#tests/sandbox/http/errors.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { plusDays } from "#tests/sandbox/story/memberships.ts";
import { addPayment } from "#tests/sandbox/story/payments.ts";
import { ensureMember } from "#tests/sandbox/world/arrivals.ts";
import type {
  Card,
  Membership,
  MembershipStatus,
  Payment,
  PromoCode,
  User,
} from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { CheckoutTarget } from "./link.ts";
import type { Outcome } from "./outcome.ts";
import { discounted, usablePromoCode } from "./promo.ts";

const DEFAULT_TRIAL_DAYS = 7;

type Purchase = {
  target: CheckoutTarget;
  user: User;
  outcome: Outcome;
  promoCode: string | null;
  card: Card | null;
  /** When it happened; now unless a script builds history. */
  at: string | null;
};

export type Bought = { membership: Membership | null; payment: Payment };

/** A visit to the checkout that ended: with a membership and a payment, or with a declined card. */
export function buy(sandbox: Sandbox, purchase: Purchase): Bought {
  const { world, events } = sandbox;
  const { target, user, outcome } = purchase;
  const { plan, configuration } = target;
  const at = purchase.at ?? world.clock.iso();
  if (plan.stock !== null && plan.stock <= 0) throw badRequest("This plan is sold out.");
  const promo = purchase.promoCode ? usablePromoCode(world, plan, user.id, purchase.promoCode) : null;
  const price = outcome === "trial" || outcome === "free" ? 0 : plan.initialPrice;
  const declined = outcome === "decline";
  const membership = declined ? null : addMembership(sandbox, purchase, promo, at);
  const payment = addPayment(world, {
    userId: user.id,
    memberId: membership?.memberId ?? null,
    membership,
    plan,
    subtotal: price,
    total: discounted(promo, price, plan.currency),
    billingReason: plan.planType === "renewal" ? "subscription_create" : "one_time",
    promoCodeId: promo?.id ?? null,
    checkoutConfigurationId: configuration?.id ?? null,
    metadata: configuration?.metadata ?? null,
    card: purchase.card ?? user.card,
    paid: !declined,
    at,
  });
  if (!membership) {
    events.emit(
      plan.companyId,
      { type: "payment.created", object: payment },
      { type: "payment.failed", object: payment },
    );
    return { membership, payment };
  }
  if (promo) promo.uses++;
  if (plan.stock !== null) plan.stock--;
  events.emit(
    plan.companyId,
    { type: "membership.activated", object: membership },
    { type: "payment.created", object: payment },
    { type: "payment.succeeded", object: payment },
  );
  return { membership, payment };
}

function addMembership(
  sandbox: Sandbox,
  purchase: Purchase,
  promo: PromoCode | null,
  at: string,
): Membership {
  const { world } = sandbox;
  const { plan, configuration } = purchase.target;
  return world.memberships.put({
    id: newId("mem"),
    companyId: plan.companyId,
    userId: purchase.user.id,
    memberId: ensureMember(world, plan.companyId, purchase.user.id, at).id,
    planId: plan.id,
    productId: plan.productId,
    status: statusAfter(purchase.outcome, plan.planType),
    currency: plan.currency,
    periodStart: at,
    periodEnd: periodEnd(purchase, at),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    collectionPaused: false,
    promoCodeId: promo?.id ?? null,
    checkoutConfigurationId: configuration?.id ?? null,
    metadata: configuration?.metadata ?? null,
    createdAt: at,
    updatedAt: at,
  });
}

function statusAfter(outcome: Outcome, planType: "renewal" | "one_time"): MembershipStatus {
  if (outcome === "trial") return "trialing";
  return planType === "one_time" ? "completed" : "active";
}

function periodEnd({ target: { plan }, outcome }: Purchase, at: string): string | null {
  if (outcome === "trial") return plusDays(at, plan.trialPeriodDays ?? DEFAULT_TRIAL_DAYS);
  if (plan.planType === "renewal") return plusDays(at, plan.billingPeriod ?? 30);
  return plan.expirationDays === null ? null : plusDays(at, plan.expirationDays);
}
