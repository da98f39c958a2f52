import type { ClickClass, ConversionType, EvidenceKind } from "#db/enums.ts";
import type { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Rules } from "../companies/index.ts";
import type { MemberFacts } from "../facts/index.ts";
import type { ReferencedLink } from "../links/index.ts";
import type { Member } from "../members/index.ts";
import type { ReasonCode } from "./reasons.ts";

/** What a decision reads of Whop's objects. Whatever else changes in them changes no credit. */
export type MembershipFact = Pick<
  typeof memberships.$inferSelect,
  | "membershipId"
  | "planId"
  | "status"
  | "checkoutConfigurationId"
  | "promoCodeId"
  | "metadata"
  | "whopCreatedAt"
  | "stateAt"
>;
export type PaymentFact = Omit<
  typeof payments.$inferSelect,
  "companyId" | "createdAt" | "updatedAt" | "stateRank" | "whopAffiliateMinor"
> & { whopAffiliateMinor?: bigint | null };
export type RefundFact = Omit<
  typeof refunds.$inferSelect,
  "companyId" | "createdAt" | "updatedAt" | "stateRank"
>;
export type DisputeFact = Omit<
  typeof disputes.$inferSelect,
  "companyId" | "createdAt" | "updatedAt" | "stateRank"
>;

export type Facts = {
  memberships: readonly MembershipFact[];
  payments: readonly PaymentFact[];
  refunds: readonly RefundFact[];
  disputes: readonly DisputeFact[];
};

/** One thing a person bought or joined: a membership with its payments, or a payment without one. */
export type Purchase = {
  /** The membership's id, or the payment's where there is none. */
  key: string;
  membershipId: string | null;
  /** The first membership or payment of it, by Whop's own timestamps. */
  startedAt: Date;
  membership: MembershipFact | null;
  /** Earliest first. */
  payments: readonly PaymentFact[];
};

/** What one object of a purchase says about who brought the person. */
export type Piece = {
  kind: EvidenceKind;
  source: { type: "membership" | "payment"; id: string };
} & ({ codeId: string } | { problem: "bad_signature" | "unknown_link" });

/** What a claim says about it. */
export type ClaimPiece = { kind: "claim"; source: { type: "claim"; id: string }; claimerId: string };

/** A member's word that they brought the person, which the team believed. */
export type ApprovedClaim = { id: string; claimerId: string; filedAt: Date };

/** A link as far as credit depends on it. */
export type CreditLink = ReferencedLink;

export type CreditClick = {
  clickedAt: Date;
  visitorKey: bigint;
  networkKey: bigint | null;
  byCookie: boolean;
  class: ClickClass;
};

export type PlanInfo = {
  planType: string;
  initialPriceMinor: bigint;
  renewalPriceMinor: bigint;
  trialPeriodDays: number | null;
  currency: string;
  /** What the owner says that a sale of the plan's product is. */
  conversionType?: ConversionType | null;
};

/** A purchase and everything known of how the person came to it. */
export type Lead = {
  purchase: Purchase;
  /** Strongest first. */
  pieces: readonly Piece[];
  link: CreditLink | null;
  click: CreditClick | null;
  /** Other people's uses of the link when this purchase began; only read for links with a limit. */
  usesBefore: number;
  /** What is claimed of the person, at the one purchase that it speaks of. */
  claim: ApprovedClaim | null;
};

export type DecideInput = {
  referredUserId: string;
  facts: Facts;
  /** In the order of their purchases. */
  leads: readonly Lead[];
  plans: ReadonlyMap<string, PlanInfo>;
  rules: Rules;
};

/** A payment, trial or free membership of the referred person, and whether it counts. */
export type Value = {
  type: ConversionType;
  sourceId: string;
  paymentId: string | null;
  membershipId: string | null;
  at: Date;
  currency: string;
  grossMinor: bigint;
  taxMinor: bigint;
  /** What a promo code took off; not part of the gross. */
  discountMinor: bigint;
  /** What Whop kept for itself and for others, its own affiliates' part of it beside. */
  feesMinor: bigint;
  whopAffiliateMinor: bigint;
  refundedMinor: bigint;
  overRefundedMinor: bigint;
  netMinor: bigint;
  standing: "stands" | "refunded" | "dispute_lost";
  hold: HoldReason | null;
  /** What could not be read of its amounts. */
  problem: string | null;
  /** When the last refund or dispute changed it. */
  changedAt: Date;
};

export type HoldReason = "open_dispute" | "amount_problem";

/** One weighed candidate, as the trace shows it. */
export type Weighed = {
  purchaseKey: string;
  membershipId: string | null;
  startedAt: string;
  kind: EvidenceKind;
  source: (Piece | ClaimPiece)["source"];
  codeId: string | null;
  code: string | null;
  referrerId: string | null;
  clickedAt: string | null;
  verdict: "won" | "lost" | "refused";
  reason: ReasonCode;
  /** Evidence of the same purchase that was not needed, because a stronger kind decided. */
  weaker: { kind: EvidenceKind; source: Piece["source"] }[];
};

export type Credit = {
  /** Null where a claim gives it: no link was used. */
  codeId: string | null;
  referrerId: string;
  campaignId: string | null;
  evidence: EvidenceKind;
  membershipId: string | null;
  qualifyingPaymentId: string | null;
  signedUpAt: Date;
  status: "pending" | "converted" | "cancelled";
  /** The first payment that settled, also where it was refunded since. */
  convertedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: "refunded" | "dispute_lost" | "left_before_paying" | null;
  holdReason: HoldReason | null;
  click: CreditClick | null;
  values: readonly Value[];
};

export type Decision = {
  outcome: "credited" | "pending" | "refused" | "no_evidence" | "reversed";
  reason: ReasonCode;
  credit: Credit | null;
  weighed: readonly Weighed[];
  /** Purchases that carried no evidence at all. */
  withoutEvidence: readonly { purchaseKey: string; startedAt: string }[];
};

/** A decision with what it was taken on. */
export type Attribution = {
  member: Member;
  facts: MemberFacts;
  rules: Rules;
  decision: Decision;
  /** Of what was weighed, the purchases through links that have a limit. */
  throughLimited: readonly Weighed[];
  historyUnchecked: boolean;
};

/** What attribution_decisions.details holds; lib/attribution/details.ts reads it back. */
export type DecisionDetails = {
  weighed: readonly Weighed[];
  withoutEvidence: Decision["withoutEvidence"];
  windowDays: number;
  touch: Rules["touch"];
  problem: string | null;
  historyUnchecked: boolean;
};
