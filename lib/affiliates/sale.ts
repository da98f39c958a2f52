import type { Terms } from "./terms.ts";

/** An amount that went back to the buyer at an instant of Whop's. */
export type TakenBack = { at: Date; minor: bigint };

/** From an instant until another, or until further notice. */
export type Span = { from: Date; until: Date | null };

/** A payment of a person whom an affiliate referred, with everything its commissions depend on. */
export type Sale = {
  conversionId: string;
  referralId: string;
  paymentId: string;
  productId: string | null;
  /** Who referred the buyer. */
  affiliateId: string;
  currency: string;
  grossMinor: bigint;
  taxMinor: bigint;
  /** What Whop's own affiliate program took; null while nobody asked Whop. */
  whopAffiliateMinor: bigint | null;
  /** Earliest first; never more than the gross in all. */
  takenBack: readonly TakenBack[];
  /** When it stood under a dispute or a case. */
  doubted: readonly Span[];
  isDisputed: boolean;
  isDisputeLost: boolean;
  /** What could not be read of its amounts. */
  problem: string | null;
  /** Waits for the owner's decision, or for the checks before it. */
  isInReview: boolean;
  /** The referral does not count at all: the owner rejected it, or the credit is gone. */
  withdrawn: "rejected" | "cancelled" | null;
  occurredAt: Date;
  /** When the buyer came: the terms of that instant hold for all that they buy. */
  signedUpAt: Date;
};

/** What held for an affiliate from an instant on. */
export type TermsPeriod = {
  since: Date;
  isActive: boolean;
  planId: string;
  recruitedBy: string | null;
};

export type PlanVersion = {
  planId: string;
  planName: string;
  version: number;
  effectiveAt: Date;
  terms: Terms;
};

export function byTime(a: Sale, b: Sale): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    (a.conversionId < b.conversionId ? -1 : a.conversionId > b.conversionId ? 1 : 0)
  );
}

export function takenBackOf({ takenBack }: Pick<Sale, "takenBack">): bigint {
  return takenBack.reduce((sum, { minor }) => sum + minor, 0n);
}

/** What was in force at an instant, of things that are ordered by when they began. */
export function inForce<T>(things: readonly T[], at: Date, since: (thing: T) => Date): T | undefined {
  return things.findLast((thing) => since(thing) <= at);
}
