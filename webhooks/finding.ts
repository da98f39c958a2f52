import type { Said } from "#lib/core/said.ts";
import type { Secrets } from "#lib/core/secrets.ts";
import type { Finding, Reading } from "#lib/whop/index.ts";
import { noFinding, readDispute, readMembership, readPayment, readRefund } from "#lib/whop/index.ts";
import type { WebhookEvent } from "./envelope.ts";

export type Tools = { secrets: Secrets };

/** Turns an event into what it tells, or says why it cannot be read. It touches nothing. */
export type Handler = (event: WebhookEvent, tools: Tools) => Finding | { problem: Said };

function find<Fact>(reading: Reading<Fact>, place: (fact: Fact) => Partial<Finding>): ReturnType<Handler> {
  if (!reading.ok) return { problem: reading.problem };
  return { ...noFinding, ...place(reading.fact), people: reading.person ? [reading.person] : [] };
}

export const membershipOf: Handler = ({ data, at }) =>
  find(readMembership(data, at), (fact) => ({ memberships: [fact] }));

export const paymentOf: Handler = ({ data, at }, { secrets }) =>
  find(readPayment(data, at, secrets), (fact) => ({ payments: [fact] }));

export const refundOf: Handler = ({ data, at }) =>
  find(readRefund(data, at), (fact) => ({ refunds: [fact] }));

export const disputeOf: Handler = ({ data, at }) =>
  find(readDispute(data, at), (fact) => ({ disputes: [fact] }));
