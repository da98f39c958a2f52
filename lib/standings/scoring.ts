import type { CampaignLimit, CampaignStatus, PointEvent, PointStatus } from "#db/enums.ts";
import type { CampaignVersion } from "../campaigns/index.ts";
import type { ActivationCriteria } from "../companies/index.ts";
import type { ReferralRow } from "../referrals/index.ts";
import type { LineReason, PointWorkings } from "./workings.ts";

/** A campaign as its points are computed. */
export type ScoringCampaign = {
  id: string;
  name: string;
  status: CampaignStatus;
  startDate: Date;
  endDate: Date;
  timeZone: string;
  /** Oldest first; the last one's total, budget, prizes and priority hold for the whole campaign. */
  versions: readonly CampaignVersion[];
};

/** A referral as far as points depend on it. */
export type ScoredReferral = Pick<
  ReferralRow,
  | "id"
  | "referrerId"
  | "status"
  | "cancelReason"
  | "review"
  | "holdReason"
  | "isVerified"
  | "signedUpAt"
  | "convertedAt"
  | "activatedAt"
> & {
  planId: string | null;
  /** Of the click before the purchase; null where there is none that tells. */
  country: string | null;
  /** By criteria that campaigns have of their own, named by `criteriaKey`. */
  activations?: ReadonlyMap<string, OwnActivation>;
};

/** When somebody was activated by criteria, or will be if nothing changes. */
export type OwnActivation = { activatedAt: Date | null; dueAt: Date | null };

export function criteriaKey(criteria: ActivationCriteria): string {
  return JSON.stringify(criteria);
}

/** Whoever referred, as far as audiences ask. */
export type Scorer = {
  userId: string;
  joinedAt: Date | null;
  isTeam: boolean;
  /** As an affiliate, oldest first. */
  affiliation: readonly { since: Date; isActive: boolean; planId: string }[];
  products: readonly { productId: string; from: Date; until: Date | null }[];
  /** When each of their referrals that count was converted. */
  convertedAt: readonly Date[];
};

/** A line before limits: what it would be worth, and whether it counts by itself. */
export type Candidate = {
  userId: string;
  event: PointEvent;
  subjectId: string;
  occurredAt: Date;
  countsAt: Date;
  points: number;
  state: Exclude<PointStatus, "over_limit">;
  /** Why it does not count, or not yet. */
  because: LineReason | null;
  version: number;
  workings: PointWorkings;
};

/** A line as it is stored. */
export type PointLine = Omit<Candidate, "state" | "because"> & {
  step: number;
  status: PointStatus;
  reason: LineReason | null;
  costMinor: bigint;
};

/** Where a limit of all members ended the counting. */
export type Exhausted = { at: Date; by: CampaignLimit };
