import type { RedemptionSide, RewardTrigger, RewardType } from "#db/enums.ts";
import { dayMs } from "../core/clock.ts";

/** What earns a reward, as it was promised. */
export type Rule = {
  trigger: RewardTrigger;
  rewardType: RewardType;
  threshold: number;
  requiresActivation: boolean;
  campaignId: string | null;
  /** What is earned again and again counts from when it was first offered. */
  since: Date;
};

/** A referral that counts now. */
export type Counted = {
  id: string;
  convertedAt: Date;
  /** Null until it is activated, and while it counts no longer as that. */
  activatedAt: Date | null;
  campaignIds: readonly string[];
};

/** A run of days. */
export type Run = {
  /** The day it is known by in what was earned: its first, as it was known then. */
  name: string;
  until: string;
  days: number;
};

/** All that a member's rewards follow from. */
export type Facts = {
  /** Whom they brought. */
  brought: readonly Counted[];
  /** Their own joining, where somebody brought them. */
  joining: Counted | null;
  /** Days in a row. */
  streak: {
    /** All runs there were, first to last. */
    runs: readonly Run[];
    /** Of the run that goes on today; 0 where none does. */
    running: number;
    at: Date;
  };
};

/** Something a member has earned a reward by. The subject is the same however often, and whenever, it is found. */
export type Owed = {
  subject: string;
  side: RedemptionSide;
  referralId: string | null;
  earnedAt: Date;
  /** What counted for it, as members read it beside the threshold. */
  count: number;
};

/** What is given by a person, bought, or won is earned whatever the facts are. */
export function isGiven(subject: string): boolean {
  return /^(given|prize|purchase):/.test(subject);
}

/** A discount on what somebody joins with is no use to them afterwards: it is in the link's checkout. */
export function isHadAtCheckout({ rewardType, trigger }: Pick<Rule, "rewardType" | "trigger">): boolean {
  return rewardType === "discount" && (trigger === "first" || trigger === "per_conversion");
}

/** By what a member has earned a reward on one side, earliest first. A function of rule and facts alone. */
export function owed(rule: Rule, side: RedemptionSide, facts: Facts): Owed[] {
  return side === "referrer" ? owedToReferrer(rule, facts) : owedToReferee(rule, facts);
}

function owedToReferrer(rule: Rule, facts: Facts): Owed[] {
  const { trigger, threshold } = rule;
  const times = countingOf(rule, "referrer", facts.brought);
  const count = times.length;
  const by = (subject: string, { at, referralId }: { at: Date; referralId: string | null }): Owed => ({
    subject,
    side: "referrer",
    referralId,
    earnedAt: at,
    count,
  });
  switch (trigger) {
    case "milestone": {
      const last = times[threshold - 1];
      return last ? [by("milestone", { ...last, referralId: null })] : [];
    }
    case "first":
      return times.slice(0, 1).map((first) => by("first", first));
    case "every_nth":
      return times.flatMap((one, index) => {
        const nth = (index + 1) / threshold;
        return Number.isInteger(nth) ? [by(`nth:${nth}`, { ...one, referralId: null })] : [];
      });
    case "per_conversion":
    case "per_activation":
      return times.map((one) => by(`referral:${one.referralId}`, one));
    case "streak": {
      const { runs, at } = facts.streak;
      return runs
        .filter(({ days, until }) => days >= threshold && isSince(until, rule.since))
        .map(({ name, days }) => ({ ...by(`streak:${name}`, { at, referralId: null }), count: days }));
    }
    case "campaign_prize":
    case "manual":
    case "purchase":
      return [];
  }
}

/** What was over before a reward was offered does not earn it; a run that went on then does, wherever one lives. */
function isSince(until: string, since: Date): boolean {
  return Date.parse(until) + 2 * dayMs > since.getTime();
}

/** People join once: whoever is said to have brought them, it is earned once. */
function owedToReferee(rule: Rule, { joining }: Facts): Owed[] {
  if (joining === null || isHadAtCheckout(rule)) return [];
  const [own] = countingOf(rule, "referee", [joining]);
  if (!own) return [];
  return [{ subject: "joining", side: "referee", referralId: own.referralId, earnedAt: own.at, count: 1 }];
}

/** How many referrals count for a rule now. */
export function countOf(rule: Rule, side: RedemptionSide, { brought, joining }: Facts): number {
  return countingOf(rule, side, side === "referrer" ? brought : joining ? [joining] : []).length;
}

type Timed = { at: Date; referralId: string };

/** The referrals that count for a rule, by when they began to. */
function countingOf(rule: Rule, side: RedemptionSide, referrals: readonly Counted[]): Timed[] {
  // Who reached something before it was offered has reached it; who joined before was promised nothing.
  const isReached = side === "referrer" && (rule.trigger === "milestone" || rule.trigger === "first");
  const needsActivation = rule.requiresActivation || rule.trigger === "per_activation";
  return referrals
    .flatMap(({ id, convertedAt, activatedAt, campaignIds }) => {
      const at = needsActivation ? activatedAt : convertedAt;
      const isInCampaign = rule.campaignId === null || campaignIds.includes(rule.campaignId);
      return at !== null && isInCampaign && (isReached || at >= rule.since) ? [{ at, referralId: id }] : [];
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.referralId < b.referralId ? -1 : 1));
}
