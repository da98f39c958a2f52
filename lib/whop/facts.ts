import type { Said } from "../core/said.ts";
/** What we keep of Whop's objects, whichever shape they came in. Written by lib/facts, made by normalise.ts. */
export type Metadata = Record<string, unknown>;

type Stamp = {
  whopCreatedAt: Date;
  /** Whop's updated_at, else the event's own timestamp, else when the object was read. */
  stateAt: Date;
  /** Settles two states with one stamp: how far along the object's life the status is. */
  stateRank: number;
};

export type MembershipFact = Stamp & {
  membershipId: string;
  whopUserId: string | null;
  productId: string | null;
  planId: string | null;
  status: string;
  checkoutConfigurationId: string | null;
  promoCodeId: string | null;
  metadata: Metadata;
  cancelAtPeriodEnd: boolean;
  renewalPeriodEnd: Date | null;
};

export type PaymentFact = Stamp & {
  paymentId: string;
  whopUserId: string | null;
  membershipId: string | null;
  planId: string | null;
  productId: string | null;
  checkoutConfigurationId: string | null;
  promoCodeId: string | null;
  metadata: Metadata;
  status: string;
  substatus: string | null;
  billingReason: string | null;
  currency: string;
  totalMinor: bigint;
  subtotalMinor: bigint | null;
  taxMinor: bigint;
  afterFeesMinor: bigint | null;
  refundedMinor: bigint;
  /** Keyed hash that two payments with one instrument share; see instrument.ts for its three strengths. */
  instrumentKey: string | null;
  /** Why an amount could not be read; such a payment is held and shown, never guessed. */
  /** A sentence as it is stored. */
  amountProblem: string | null;
  paidAt: Date | null;
};

export type RefundFact = Stamp & {
  refundId: string;
  paymentId: string;
  status: string;
  currency: string;
  amountMinor: bigint;
  /** A sentence as it is stored. */
  amountProblem: string | null;
};

export type DisputeFact = Stamp & {
  disputeId: string;
  paymentId: string;
  status: string;
  /** An inquiry moves no funds and no credit. */
  inquiry: boolean;
  reason: string | null;
  currency: string;
  amountMinor: bigint;
  /** A sentence as it is stored. */
  amountProblem: string | null;
};

/** The person an object belongs to, as far as the object tells; only ever fills gaps of a profile. */
export type Person = {
  whopUserId: string;
  username: string | null;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  joinedAt: Date | null;
};

/** A fact and the person it names, or what is wrong with the object, in words for the owner. */
export type Reading<Fact> = { ok: true; fact: Fact; person: Person | null } | { ok: false; problem: Said };
