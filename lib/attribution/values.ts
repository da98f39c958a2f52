import type { ConversionType } from "#db/enums.ts";
import { dayMs } from "../core/clock.ts";
import { netOf } from "../facts/index.ts";
import { isSettled } from "./purchases.ts";
import type { DecideInput, Facts, PaymentFact, PlanInfo, Purchase, Value } from "./types.ts";

/** What the purchases of a referred person are worth, earliest first: settled payments, and what the rules let count beside them. */
export function valuesOf(purchases: readonly Purchase[], input: DecideInput): Value[] {
  return purchases
    .flatMap((purchase) => [
      ...purchase.payments.flatMap((payment) => valueOfPayment(payment, purchase, input) ?? []),
      ...(valueOfJoining(purchase, input) ?? []),
    ])
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.sourceId < b.sourceId ? -1 : 1));
}

/** The moment of conversion, which an open dispute does not move. */
export function firstStanding(values: readonly Value[]): Value | null {
  return values.find((value) => value.standing === "stands") ?? null;
}

/** The first that counts without reservation, else the first that waits. */
export function theOneThatCounts(values: readonly Value[]): Value | null {
  return values.find((value) => value.standing === "stands" && value.hold === null) ?? firstStanding(values);
}

function valueOfPayment(
  payment: PaymentFact,
  purchase: Purchase,
  { facts, plans }: DecideInput,
): Value | null {
  if (!isSettled(payment)) return null;
  const refunds = facts.refunds.filter((refund) => refund.paymentId === payment.paymentId);
  const disputes = facts.disputes.filter((dispute) => dispute.paymentId === payment.paymentId);
  const net = netOf(payment, refunds, disputes);
  if (net.grossMinor === 0n && net.problem === null) return null;
  const stands = net.problem !== null || net.netMinor > 0n;
  return {
    type: typeOf(payment, plans.get(payment.planId ?? "")),
    sourceId: payment.paymentId,
    paymentId: payment.paymentId,
    membershipId: purchase.membershipId,
    at: later(payment.paidAt ?? payment.whopCreatedAt, purchase.startedAt),
    currency: /^[A-Z]{3}$/.test(payment.currency) ? payment.currency : unknownCurrency,
    grossMinor: net.grossMinor,
    taxMinor: net.taxMinor,
    discountMinor: discountOf(payment),
    feesMinor: atLeastZero(payment.totalMinor - (payment.afterFeesMinor ?? payment.totalMinor)),
    whopAffiliateMinor: payment.whopAffiliateMinor ?? 0n,
    refundedMinor: net.refundedMinor,
    overRefundedMinor: net.overRefundedMinor,
    netMinor: net.netMinor,
    standing: stands ? "stands" : net.disputeLost ? "dispute_lost" : "refunded",
    hold: net.problem !== null ? "amount_problem" : net.disputeOpen ? "open_dispute" : null,
    problem: net.problem,
    changedAt: lastChange(payment, refunds, disputes),
  };
}

/** ISO 4217's code for "no currency". */
const unknownCurrency = "XXX";

function valueOfJoining(purchase: Purchase, { plans, rules }: DecideInput): Value[] | null {
  const { membership, payments } = purchase;
  if (membership === null) return null;
  const plan = plans.get(membership.planId ?? "");
  const type = isTrial(purchase, plan) ? "trial" : isFree(purchase, plan) ? "free" : null;
  if (type === null || !(type === "trial" ? rules.countTrials : rules.countFree)) return null;
  const value: Value = {
    type,
    sourceId: membership.membershipId,
    paymentId: null,
    membershipId: membership.membershipId,
    at: membership.whopCreatedAt,
    currency: plan?.currency ?? payments[0]?.currency ?? unknownCurrency,
    grossMinor: 0n,
    taxMinor: 0n,
    discountMinor: 0n,
    feesMinor: 0n,
    whopAffiliateMinor: 0n,
    refundedMinor: 0n,
    overRefundedMinor: 0n,
    netMinor: 0n,
    standing: "stands",
    hold: null,
    problem: null,
    changedAt: membership.stateAt,
  };
  return [value];
}

/** A trial stays one after it has ended: whoever paid at once on a plan with a trial had none. */
function isTrial({ membership, payments, startedAt }: Purchase, plan: PlanInfo | undefined): boolean {
  if (membership?.status === "trialing") return true;
  const days = plan?.trialPeriodDays ?? 0;
  if (days <= 0) return false;
  const endsAt = startedAt.getTime() + days * dayMs;
  return !payments.some((payment) => isCash(payment) && payment.whopCreatedAt.getTime() < endsAt);
}

function isFree({ payments }: Purchase, plan: PlanInfo | undefined): boolean {
  if (payments.some(isCash)) return false;
  return (
    (plan !== undefined && plan.initialPriceMinor === 0n && plan.renewalPriceMinor === 0n) ||
    payments.some(isSettled)
  );
}

function isCash(payment: PaymentFact): boolean {
  return isSettled(payment) && (payment.totalMinor > 0n || payment.amountProblem !== null);
}

/** Whop tells the price before and the total after; without a promo code the two differ for other reasons. */
function discountOf({ promoCodeId, subtotalMinor, taxMinor, totalMinor }: PaymentFact): bigint {
  if (promoCodeId === null || subtotalMinor === null) return 0n;
  return atLeastZero(subtotalMinor + taxMinor - totalMinor);
}

function atLeastZero(minor: bigint): bigint {
  return minor < 0n ? 0n : minor;
}

/** What the owner says of the product; else what recurs is a subscription. */
function typeOf(payment: PaymentFact, plan: PlanInfo | undefined): ConversionType {
  if (plan?.conversionType) return plan.conversionType;
  const recurs = plan ? plan.planType === "renewal" : payment.billingReason?.startsWith("subscription");
  return recurs ? "subscription" : "one_time_purchase";
}

function lastChange(payment: PaymentFact, refunds: Facts["refunds"], disputes: Facts["disputes"]): Date {
  const stamps = [...refunds, ...disputes].map((change) => change.stateAt.getTime());
  return stamps.length > 0 ? new Date(Math.max(...stamps)) : payment.stateAt;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
