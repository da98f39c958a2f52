import type { Secrets } from "#lib/core/secrets.ts";
import type {
  DisputeFact,
  MembershipFact,
  PaymentFact,
  Person,
  Reading,
  RefundFact,
} from "#lib/whop/index.ts";
import { readDispute, readMembership, readPayment, readRefund } from "#lib/whop/index.ts";
import type { WebhookEvent } from "./envelope.ts";

/** What an event tells: facts to keep, and the people they are about. */
export type Finding = {
  memberships: MembershipFact[];
  payments: PaymentFact[];
  refunds: RefundFact[];
  disputes: DisputeFact[];
  people: Person[];
};

export type Tools = { secrets: Secrets };

/** Turns an event into what it tells, or says why it cannot be read. It touches nothing. */
export type Handler = (event: WebhookEvent, tools: Tools) => Finding | { problem: string };

export const nothing: Finding = { memberships: [], payments: [], refunds: [], disputes: [], people: [] };

function find<Fact>(reading: Reading<Fact>, place: (fact: Fact) => Partial<Finding>): ReturnType<Handler> {
  if (!reading.ok) return { problem: reading.problem };
  return { ...nothing, ...place(reading.fact), people: reading.person ? [reading.person] : [] };
}

export const membershipOf: Handler = ({ data, at }) =>
  find(readMembership(data, at), (fact) => ({ memberships: [fact] }));

export const paymentOf: Handler = ({ data, at }, { secrets }) =>
  find(readPayment(data, at, secrets), (fact) => ({ payments: [fact] }));

export const refundOf: Handler = ({ data, at }) =>
  find(readRefund(data, at), (fact) => ({ refunds: [fact] }));

export const disputeOf: Handler = ({ data, at }) =>
  find(readDispute(data, at), (fact) => ({ disputes: [fact] }));
