import { dayMs } from "../core/clock.ts";
import { dayOf, startOfDay } from "../core/local-time.ts";
import type { CampaignTermsInput, Prize } from "./terms.ts";

export const templateIds = [
  "first_week_sprint",
  "double_weekend",
  "climb_the_ladder",
  "raffle_for_all",
  "welcome_both_sides",
] as const;
export type TemplateId = (typeof templateIds)[number];

type Omitted<P> = P extends Prize ? Omit<P, "rewardId"> : never;
/** A prize before there is a reward for it: so many free days of the community's own plan. */
export type PrizeIdea = Omitted<Prize> & { freeDays: number };

/** A reward beside the prizes, for each referral of the campaign that counts. */
export type RewardIdea = { side: "referrer" | "referee" | "both"; freeDays: number };

export type CampaignTemplate = {
  id: TemplateId;
  days: number;
  /** The day of the week it begins on, 1 is Monday; any when null. */
  beginsOn: number | null;
  terms: CampaignTermsInput;
  prizes: PrizeIdea[];
  rewards: RewardIdea[];
};

const paid = (points: number) => ({ counts: ["paid" as const], points: { paid: points } });

export const campaignTemplates: readonly CampaignTemplate[] = [
  {
    id: "first_week_sprint",
    days: 7,
    beginsOn: 1,
    terms: { rules: { ...paid(10), bonuses: [{ at: 3, points: 10 }] } },
    prizes: [
      { kind: "rank", from: 1, to: 1, freeDays: 90 },
      { kind: "rank", from: 2, to: 3, freeDays: 30 },
    ],
    rewards: [],
  },
  {
    id: "double_weekend",
    days: 2,
    beginsOn: 6,
    terms: { rules: { ...paid(10), multipliers: [{ kind: "weekday", days: [6, 7], factorBps: 20_000 }] } },
    prizes: [{ kind: "threshold", points: 60, freeDays: 30 }],
    rewards: [],
  },
  {
    id: "climb_the_ladder",
    days: 30,
    beginsOn: null,
    terms: {
      rules: {
        ...paid(10),
        bonuses: [
          { at: 5, points: 25 },
          { at: 10, points: 75 },
          { at: 25, points: 250 },
        ],
      },
    },
    prizes: [
      { kind: "threshold", points: 75, freeDays: 15 },
      { kind: "threshold", points: 200, freeDays: 60 },
      { kind: "threshold", points: 600, freeDays: 365 },
    ],
    rewards: [],
  },
  {
    id: "raffle_for_all",
    days: 14,
    beginsOn: null,
    terms: { rules: paid(1) },
    prizes: [{ kind: "raffle", winners: 3, ticketPer: "referral", minPoints: 1, freeDays: 90 }],
    rewards: [],
  },
  {
    id: "welcome_both_sides",
    days: 30,
    beginsOn: null,
    terms: { rules: paid(10) },
    prizes: [],
    rewards: [{ side: "both", freeDays: 7 }],
  },
];

/** When a template would run: from the coming midnight of the zone that suits it, for its days. */
export function datesFor({ days, beginsOn }: CampaignTemplate, timeZone: string, now: Date) {
  const first = dayOf(timeZone, new Date(now.getTime() + dayMs));
  const weekday = new Date(`${first}T00:00:00Z`).getUTCDay() || 7;
  const wait = beginsOn === null ? 0 : (beginsOn - weekday + 7) % 7;
  return {
    startDate: startOfDay(timeZone, plusDays(first, wait)),
    endDate: startOfDay(timeZone, plusDays(first, wait + days)),
  };
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
