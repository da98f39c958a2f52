import type { FraudCheckType } from "#db/enums.ts";
import type { Said } from "../core/said.ts";

/** Plain values about one referral, gathered by screen-input.ts. "Earlier" is by Whop's timestamps, never by arrival. */
export type ScreenInput = {
  referrer: { userId: string; whopUserId: string; email: string | null; instruments: readonly string[] };
  referred: { userId: string; whopUserId: string; email: string | null; instruments: readonly string[] };
  signedUpAt: Date;
  /** The last visit to the link before the purchase; null when none is on record. */
  visit: { at: Date; visitorKey: bigint; networkKey: bigint | null; byCookie: boolean } | null;
  /** The visit came from a browser in which the referrer opened the link as their own; no one else visited that day. */
  isReferrersBrowser: boolean;
  /** Other visitors of the link in the hour before the purchase: the visit may as well have been one of theirs. */
  otherVisitors: number;
  /** Members the same referrer brought earlier who have something in common with this one. */
  earlier: readonly EarlierReferral[];
  /** Referrals of the same referrer in the 24 hours up to this one, this one included. */
  referralsInDay: number;
  /** The 99th percentile of a referrer's referrals per day in this community; only read when it can matter. */
  communityP99PerDay: number;
  /** Members brought by others from the same network within 24 hours: an office, a campus, a phone company. */
  unrelatedOnNetwork: number;
};

export type EarlierReferral = {
  referralId: string;
  email: string | null;
  instruments: readonly string[];
  visit: ScreenInput["visit"];
};

/** What one rule says, in a sentence of lib/words, area `fraud`. Points only ever add up to a hold for the owner to look at; they reject nobody. */
export type Finding = {
  points: number;
  flagged: boolean;
  evidence: Record<string, string | number | boolean>;
  /** For the owner. */
  sentence: Said;
};

/** A new rule is one file and one line in registry.ts. */
export type FraudRule = {
  type: FraudCheckType;
  examine(input: ScreenInput): Finding;
};

export function found(points: number, sentence: Said, evidence: Finding["evidence"] = {}): Finding {
  return { points, flagged: points > 0, evidence, sentence };
}

export function nothing(sentence: Said): Finding {
  return { points: 0, flagged: false, evidence: {}, sentence };
}
