import type { CommissionHold } from "#db/enums.ts";
import type { PlanVersion, Sale, TermsPeriod } from "./sale.ts";
import type { Refusal, WorkingLine } from "./workings.ts";

/** Everything that an affiliate's commissions are a function of. */
export type CommissionInput = {
  affiliateId: string;
  /** All that the affiliate brought, and all that those whom they recruited brought, in any order. */
  sales: readonly Sale[];
  /** By affiliate, earliest first. */
  terms: ReadonlyMap<string, readonly TermsPeriod[]>;
  /** By plan, earliest first. */
  plans: ReadonlyMap<string, readonly PlanVersion[]>;
  holdDays: number;
  /** For the months of monthly caps. */
  timeZone: string;
};

/** What one sale earns one affiliate, before anything was paid out. */
export type Commission = {
  conversionId: string;
  referralId: string;
  paymentId: string;
  level: 1 | 2;
  currency: string;
  baseMinor: bigint;
  /** After caps, before refunds. */
  earnedMinor: bigint;
  reversedMinor: bigint;
  holdUntil: Date;
  heldBy: CommissionHold | null;
  plan: PlanVersion;
  tier: number;
  refusal: Refusal | null;
  workings: WorkingLine[];
  occurredAt: Date;
  /** When the last of what was taken back was. */
  reversedAt: Date | null;
};

/** A sale, the terms it stands under, and for whom. */
export type Candidate = {
  sale: Sale;
  level: 1 | 2;
  plan: PlanVersion;
  period: TermsPeriod | null;
  /** The referral's first payment, from which months are counted. */
  firstPaidAt: Date;
  isFirst: boolean;
};
