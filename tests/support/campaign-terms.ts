import { CampaignTerms, type VersionTerms } from "#lib/campaigns/index.ts";
import type { CampaignTermsInput } from "#lib/campaigns/terms.ts";
import type { Candidate, ScoredReferral, Scorer, ScoringCampaign } from "#lib/standings/scoring.ts";

export const campaignStart = new Date("2026-03-02T00:00:00.000Z");
export const campaignEnd = new Date("2026-03-09T00:00:00.000Z");

/** Ten points for each referral that paid, no hold; more as the test says. */
export function termsWith(
  more: Omit<Partial<CampaignTermsInput>, "rules"> & { rules?: object } = {},
): CampaignTerms {
  const { rules = {}, ...rest } = more;
  return CampaignTerms.parse({
    ...rest,
    rules: { counts: ["paid"], points: { paid: 10 }, holdDays: 0, settleDays: 0, ...rules },
  });
}

export function versionTerms(terms: CampaignTerms, more: Partial<VersionTerms> = {}): VersionTerms {
  return { ...terms, isPaused: false, prizeCosts: terms.prizes.map(() => null), ...more };
}

/** A campaign of one week under these versions, the first of which holds from its beginning. */
export function campaignWith(
  terms: VersionTerms | readonly { terms: VersionTerms; validFrom: Date }[],
  more: Partial<ScoringCampaign> = {},
): ScoringCampaign {
  const versions = "length" in terms ? terms : [{ terms, validFrom: campaignStart }];
  return {
    id: "campaign",
    name: "A week",
    status: "active",
    startDate: campaignStart,
    endDate: campaignEnd,
    timeZone: "UTC",
    versions: versions.map((version, index) => ({ ...version, version: index + 1 })),
    ...more,
  };
}

export function scorer(userId: string, more: Partial<Scorer> = {}): Scorer {
  return {
    userId,
    joinedAt: new Date(0),
    isTeam: false,
    affiliation: [],
    products: [],
    convertedAt: [],
    ...more,
  };
}

/** A referral that paid and was found clear. */
export function paidReferral(id: string, at: Date, more: Partial<ScoredReferral> = {}): ScoredReferral {
  return {
    id,
    referrerId: "kai",
    status: "converted",
    cancelReason: null,
    review: "clear",
    holdReason: null,
    isVerified: true,
    signedUpAt: at,
    convertedAt: at,
    activatedAt: null,
    planId: null,
    country: null,
    ...more,
  };
}

export function candidate(subjectId: string, at: Date, more: Partial<Candidate> = {}): Candidate {
  const state = more.state ?? "counted";
  return {
    userId: "kai",
    event: "paid",
    subjectId,
    occurredAt: at,
    countsAt: at,
    points: 10,
    state,
    because: null,
    version: 1,
    workings: { state, because: null, steps: [] },
    ...more,
  };
}

export const hoursIn = (hours: number) => new Date(campaignStart.getTime() + hours * 3_600_000);
