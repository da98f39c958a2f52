import type { CampaignTemplate } from "#lib/campaigns/index.ts";
import type { Moment } from "#lib/standings/index.ts";
import { addressOf } from "../query.ts";

export const steps = ["goal", "template", "reward", "play", "publish"] as const;
export type Step = (typeof steps)[number];

export const goals = ["burst", "everybody", "steady", "welcome"] as const;
export type Goal = (typeof goals)[number];

export const gifts = ["per_conversion", "milestone", "none"] as const;
export type Gift = (typeof gifts)[number];

/** Everything that was chosen so far; all of it is in the address, so it can be left and come back to. */
export type Chosen = {
  step: Step;
  goal: Goal | null;
  /** Null while none is chosen, or when the owner wants no campaign. */
  template: CampaignTemplate["id"] | null;
  gift: Gift;
  friends: number;
  days: number;
  hold: number;
  moment: Moment;
  /** What publishing has made already, where it did not get to its end. */
  campaign: string | null;
  reward: string | null;
};

/** The same choices at another step, or with other ones. */
export function hrefOf(base: string, chosen: Chosen, change: Partial<Chosen>): string {
  return addressOf(`${base}/start`, Object.fromEntries(fieldsOf({ ...chosen, ...change })));
}

/** The choices as they stand in the address. */
export function fieldsOf(chosen: Chosen): [string, string][] {
  return Object.entries(chosen).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, String(value)]],
  );
}

/** What comes with each friend knows no number. */
export function giftCount({ gift, friends }: Pick<Chosen, "gift" | "friends">): number {
  return gift === "milestone" ? friends : 1;
}
