import type { DisputeFact, MembershipFact, PaymentFact, Person, RefundFact } from "./facts.ts";

/** What an object of Whop's tells, wherever it came from: facts to keep, and the people they are about. */
export type Finding = {
  memberships: MembershipFact[];
  payments: PaymentFact[];
  refunds: RefundFact[];
  disputes: DisputeFact[];
  people: Person[];
};

export const noFinding: Finding = { memberships: [], payments: [], refunds: [], disputes: [], people: [] };
