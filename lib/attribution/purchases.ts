import { isCharged } from "../facts/index.ts";
import type { Facts, MembershipFact, PaymentFact, Purchase } from "./types.ts";

/** A membership that a person never entered: a checkout that was opened and left. */
const notEntered = new Set(["drafted"]);
const endedStatuses = new Set(["canceled", "expired"]);

export function hasEnded(membership: MembershipFact): boolean {
  return endedStatuses.has(membership.status);
}

export function isSettled(payment: PaymentFact): boolean {
  return payment.status === "paid";
}

/**
 * A person's purchases, earliest first. Payments join by membership id, so that a renewal belongs to the
 * purchase it renews. A payment that was never charged is no part of any: a declined attempt, a charge under way.
 */
export function purchasesOf(facts: Facts): Purchase[] {
  const groups = new Map<string, { membership: MembershipFact | null; payments: PaymentFact[] }>();
  const group = (key: string) => {
    const known = groups.get(key);
    if (known) return known;
    const made = { membership: null, payments: [] };
    groups.set(key, made);
    return made;
  };
  for (const membership of facts.memberships) group(membership.membershipId).membership = membership;
  for (const payment of facts.payments)
    if (isCharged(payment)) group(payment.membershipId ?? payment.paymentId).payments.push(payment);

  return [...groups]
    .map(([key, { membership, payments }]): Purchase => {
      payments.sort(byTimeThenId);
      const starts = [membership?.whopCreatedAt, payments[0]?.whopCreatedAt].filter((at) => at !== undefined);
      return {
        key,
        membershipId: membership?.membershipId ?? payments[0]?.membershipId ?? null,
        startedAt: new Date(Math.min(...starts.map((at) => at.getTime()))),
        membership,
        payments,
      };
    })
    .filter(isPurchase)
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || compareText(a.key, b.key));
}

function isPurchase({ membership, payments }: Purchase): boolean {
  return (membership !== null && !notEntered.has(membership.status)) || payments.some(isSettled);
}

function byTimeThenId(a: PaymentFact, b: PaymentFact): number {
  return a.whopCreatedAt.getTime() - b.whopCreatedAt.getTime() || compareText(a.paymentId, b.paymentId);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
