import type { CampaignVersion, ScoredEvent } from "../campaigns/index.ts";
import { dayMs } from "../core/clock.ts";
import { isElsewhere } from "../referrals/index.ts";
import { isInAudience } from "./audience.ts";
import { pointsOf } from "./points-of.ts";
import {
  type Candidate,
  criteriaKey,
  type ScoredReferral,
  type Scorer,
  type ScoringCampaign,
} from "./scoring.ts";
import type { LineReason } from "./workings.ts";

const events: readonly ScoredEvent[] = ["joined", "paid", "activated"];

/**
 * What a member's referrals would be worth in a campaign if it had no limits: a line for everything within its
 * time that its rules give points for, also for what turns out to be worth nothing, and why.
 */
export function candidatesOf(
  campaign: ScoringCampaign,
  scorer: Scorer,
  referrals: readonly ScoredReferral[],
  now: Date,
): Candidate[] {
  return referrals.flatMap((referral) => {
    if (isElsewhere(referral)) return [];
    return events.flatMap((event) => {
      const at = instantOf(campaign, referral, event);
      if (at === null || at < campaign.startDate || at >= campaign.endDate) return [];
      const version = versionAt(campaign, at);
      if (!version.terms.rules.counts.includes(event)) return [];
      return [candidateOf(campaign, version, scorer, referral, event, at, now)];
    });
  });
}

function instantOf(campaign: ScoringCampaign, referral: ScoredReferral, event: ScoredEvent): Date | null {
  if (event === "joined") return referral.signedUpAt;
  return event === "paid" ? referral.convertedAt : activationIn(campaign, referral);
}

/** When a friend became active by the criteria in force at that time: the campaign's own, or the community's. */
function activationIn(campaign: ScoringCampaign, { activatedAt, activations }: ScoredReferral): Date | null {
  const instants = campaign.versions.flatMap((version) => {
    const own = version.terms.rules.activation;
    const at = own === null ? activatedAt : (activations?.get(criteriaKey(own))?.activatedAt ?? null);
    return at !== null && versionAt(campaign, at) === version ? [at] : [];
  });
  return instants.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** When the next friend of a member becomes active by a campaign's own criteria if nothing changes. */
export function nextActivation(
  { versions, endDate }: ScoringCampaign,
  referrals: readonly ScoredReferral[],
): Date | null {
  const own = versions.at(-1)?.terms.rules.activation;
  if (!own) return null;
  const due = referrals.flatMap(({ activations }) => activations?.get(criteriaKey(own))?.dueAt ?? []);
  const within = due.filter((at) => at < endDate).toSorted((a, b) => a.getTime() - b.getTime());
  return within[0] ?? null;
}

/** The terms in force at an instant. */
export function versionAt({ versions }: ScoringCampaign, at: Date): CampaignVersion {
  const version = versions.findLast(({ validFrom }) => validFrom <= at) ?? versions[0];
  if (version === undefined) throw new Error("A campaign runs that has no version");
  return version;
}

function candidateOf(
  { timeZone, startDate }: ScoringCampaign,
  { version, terms }: CampaignVersion,
  scorer: Scorer,
  referral: ScoredReferral,
  event: ScoredEvent,
  at: Date,
  now: Date,
): Candidate {
  const { rules, audience, isPaused } = terms;
  const { planId, country } = referral;
  const { points, steps } = pointsOf(rules, { event, at, planId, country, timeZone });
  const countsAt = new Date(at.getTime() + rules.holdDays * dayMs);
  const never =
    lostBecause(referral) ??
    (isPaused ? "paused" : null) ??
    (isInAudience(audience, scorer, startDate, at) ? null : "audience") ??
    (rules.planIds.length === 0 || (planId !== null && rules.planIds.includes(planId)) ? null : "plan") ??
    (isFrom(audience.countries, audience.countUnknownCountry, country) ? null : "country");
  const notYet = waitsBecause(referral, event) ?? (now < countsAt ? "hold" : null);
  const because = never ?? notYet;
  const state = never !== null ? "void" : notYet !== null ? "provisional" : "counted";
  const held = [{ code: "hold" as const, days: rules.holdDays, until: countsAt.toISOString() }];
  return {
    userId: scorer.userId,
    event,
    subjectId: referral.id,
    occurredAt: at,
    countsAt,
    points,
    state,
    because,
    version,
    workings: { state, because, steps: [...steps, ...(rules.holdDays > 0 ? held : [])] },
  };
}

function isFrom(countries: readonly string[], countUnknown: boolean, country: string | null): boolean {
  if (countries.length === 0) return true;
  return country === null ? countUnknown : countries.includes(country);
}

/** What is no referral any more, or never was an honest one. */
function lostBecause({ status, cancelReason, review }: ScoredReferral): LineReason | null {
  if (status === "cancelled")
    return cancelReason === "refunded" ||
      cancelReason === "dispute_lost" ||
      cancelReason === "left_before_paying"
      ? cancelReason
      : "cancelled";
  return review === "rejected" ? "rejected" : null;
}

/** What has to be settled first; who has only joined is not screened yet. */
function waitsBecause(
  { status, review, holdReason, isVerified }: ScoredReferral,
  event: ScoredEvent,
): LineReason | null {
  if (holdReason === "open_dispute" || holdReason === "amount_problem") return holdReason;
  if (review === "held") return "review";
  const isScreened = isVerified || (event === "joined" && status === "pending");
  return isScreened ? null : "review";
}
