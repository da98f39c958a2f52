import type {
  Community,
  SeedDispute,
  SeedLink,
  SeedMembership,
  SeedPayment,
  SeedReferral,
  SeedRefund,
} from "./community.ts";
import { whopId } from "./community-ids.ts";
import { cardFor, momentOf } from "./community-parts.ts";
import { PEOPLE, type Person } from "./community-people.ts";

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 30;
const TRIAL_DAYS = 7;
const REFUNDED_AFTER_DAYS = 5;
const PRICE = { monthly: 2_900, lifetime: 24_900 };

type Books = Pick<Community, "memberships" | "payments" | "refunds" | "disputes" | "referrals">;
type Plans = { monthly: string; lifetime: string };

/** Ninety days of joining, renewing, leaving and asking for money back, as Whop would have recorded it. */
export function buildBooks(input: { day: Date; links: readonly SeedLink[]; plans: Plans }): Books {
  const books: Books = { memberships: [], payments: [], refunds: [], disputes: [], referrals: [] };
  for (const person of PEOPLE) {
    const link =
      input.links.find((row) => person.by !== null && row.userId === whopId("user", person.by)) ?? null;
    const membership = membershipOf(person, link, input);
    const payments = paymentsOf(person, membership, input.day);
    const refund = refundOf(person, payments);
    const dispute = disputeOf(person, payments, input.day);
    books.memberships.push(membership);
    books.payments.push(...payments);
    if (refund) books.refunds.push(refund);
    if (dispute) books.disputes.push(dispute);
    const first = payments[0];
    if (link && first) books.referrals.push(referralOf(person, link, membership, first, refund));
  }
  return books;
}

function plus(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}

function membershipOf(
  person: Person,
  link: SeedLink | null,
  { day, plans }: { day: Date; plans: Plans },
): SeedMembership {
  const createdAt = momentOf(day, person.daysAgo, `join:${person.key}`);
  const monthly = person.plan === "monthly";
  const trial = person.fate === "trial";
  const lengthDays = trial ? TRIAL_DAYS : PERIOD_DAYS;
  const periods = trial ? 0 : Math.floor(person.daysAgo / PERIOD_DAYS);
  const left = person.fate === "left" || person.fate === "refunded";
  const periodStart = monthly ? plus(createdAt, (left ? 0 : periods) * PERIOD_DAYS) : createdAt;
  const leftAt = plus(createdAt, person.fate === "refunded" ? REFUNDED_AFTER_DAYS : PERIOD_DAYS);
  const saidSoAt = person.fate === "leaves" ? momentOf(day, 2, `leave:${person.key}`) : null;
  return {
    id: whopId("mem", person.key),
    memberId: whopId("mber", person.key),
    userId: whopId("user", person.key),
    planId: monthly ? plans.monthly : plans.lifetime,
    status: left ? "canceled" : trial ? "trialing" : monthly ? "active" : "completed",
    cancelAtPeriodEnd: person.fate === "leaves",
    canceledAt: left ? leftAt : saidSoAt,
    periodStart,
    periodEnd: monthly ? (left ? leftAt : plus(periodStart, lengthDays)) : null,
    checkoutConfigurationId: link?.checkoutConfigurationId ?? null,
    metadata: link?.metadata ?? null,
    createdAt,
    updatedAt: left ? leftAt : (saidSoAt ?? periodStart),
  };
}

/** The first payment carries what the checkout carried; renewals carry nothing. */
function paymentsOf(person: Person, membership: SeedMembership, day: Date): SeedPayment[] {
  const monthly = person.plan === "monthly";
  const renews = monthly && !["trial", "left", "refunded"].includes(person.fate);
  const cycles = renews ? Math.floor(person.daysAgo / PERIOD_DAYS) : 0;
  const payments: SeedPayment[] = [];
  for (let cycle = 0; cycle <= cycles; cycle++) {
    const paidAt = plus(membership.createdAt, cycle * PERIOD_DAYS);
    if (cycle > 0 && paidAt.getTime() >= day.getTime()) break;
    payments.push({
      id: whopId("pay", `${person.key}:${cycle}`),
      userId: membership.userId,
      memberId: membership.memberId,
      membershipId: membership.id,
      planId: membership.planId,
      substatus: "succeeded",
      billingReason: !monthly ? "one_time" : cycle === 0 ? "subscription_create" : "subscription_cycle",
      currency: "usd",
      total: person.fate === "trial" ? 0 : PRICE[person.plan],
      refundedAmount: 0,
      checkoutConfigurationId: cycle === 0 ? membership.checkoutConfigurationId : null,
      metadata: cycle === 0 ? membership.metadata : null,
      card: cardFor(person.cardOf ?? person.key),
      paidAt,
      refundedAt: null,
      updatedAt: paidAt,
    });
  }
  return payments;
}

function refundOf(person: Person, payments: SeedPayment[]): SeedRefund | null {
  const payment = payments[0];
  if (!payment || (person.fate !== "refunded" && person.fate !== "partly_refunded")) return null;
  const full = person.fate === "refunded";
  const at = plus(payment.paidAt, REFUNDED_AFTER_DAYS);
  payment.refundedAmount = full ? payment.total : payment.total / 2;
  payment.substatus = full ? "refunded" : "partially_refunded";
  payment.refundedAt = at;
  payment.updatedAt = at;
  return {
    id: whopId("rf", person.key),
    paymentId: payment.id,
    userId: payment.userId,
    amount: payment.refundedAmount,
    currency: "usd",
    status: "succeeded",
    createdAt: at,
  };
}

function disputeOf(person: Person, payments: SeedPayment[], day: Date): SeedDispute | null {
  const payment = payments[0];
  if (!payment || person.fate !== "disputed") return null;
  const at = momentOf(day, 3, `dispute:${person.key}`);
  payment.substatus = "dispute_needs_response";
  payment.updatedAt = at;
  return {
    id: whopId("dspt", person.key),
    paymentId: payment.id,
    amount: payment.total,
    currency: "usd",
    status: "needs_response",
    reason: "product_not_received",
    needsResponseBy: plus(at, 7),
    createdAt: at,
  };
}

function referralOf(
  person: Person,
  link: SeedLink,
  membership: SeedMembership,
  first: SeedPayment,
  refund: SeedRefund | null,
): SeedReferral {
  const takenBack = refund !== null && refund.amount === first.total;
  return {
    referrerUserId: link.userId,
    referredUserId: membership.userId,
    linkId: link.id,
    membershipId: membership.id,
    firstPaymentId: first.id,
    convertedAt: first.paidAt,
    status: takenBack ? "cancelled" : person.fate === "trial" ? "pending" : "converted",
    cancelledAt: takenBack ? refund.createdAt : null,
  };
}
