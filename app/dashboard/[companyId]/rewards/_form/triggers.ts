import type { RewardTrigger } from "#db/enums.ts";

/** In the order in which they are offered. */
export const triggers = [
  "milestone",
  "every_nth",
  "first",
  "per_conversion",
  "per_activation",
  "streak",
  "campaign_prize",
  "purchase",
  "manual",
] as const satisfies readonly RewardTrigger[];

/** Whoever joins does so once. */
export function isOfJoining(trigger: RewardTrigger): boolean {
  return trigger === "first" || trigger === "per_conversion" || trigger === "per_activation";
}

export function isOfReferrals(trigger: RewardTrigger): boolean {
  return trigger === "milestone" || trigger === "every_nth" || isOfJoining(trigger);
}

/** Earned by a number: of referrals, or of days in a row. */
export function isCounted(trigger: RewardTrigger): boolean {
  return trigger === "milestone" || trigger === "every_nth" || trigger === "streak";
}

/** The team or the member decided already: nothing has to be waited for. */
export function isDecided(trigger: RewardTrigger): boolean {
  return trigger === "campaign_prize" || trigger === "manual" || trigger === "purchase";
}
