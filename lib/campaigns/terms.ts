import { z } from "zod";
import { pointEvents, touchModels } from "#db/enums.ts";
import { ActivationCriteria } from "../companies/index.ts";
import { checkAmount, currencyCode as currency, decimalAmount as decimal } from "../core/amount-schemas.ts";
import { readAmount } from "../core/money.ts";
import { sentenceOf } from "../core/said.ts";
import { planId, productId } from "../whop/index.ts";

const Amount = z
  .strictObject({ currency, amount: decimal })
  .superRefine(({ currency, amount }, context) => checkAmount(context, "amount", amount, currency));
export type CampaignAmount = z.output<typeof Amount>;

const country = z.string().trim().toUpperCase().length(2);
const instant = z.iso.datetime({ offset: true });
const points = z.int().min(0).max(1_000_000);
/** Ten thousandths: 20000 doubles the points. */
const factorBps = z.int().min(0).max(1_000_000);
const members = z.int().min(1).max(1_000_000);

/** What happens to a referral that points can be given for. */
export const scoredEvents = pointEvents.filter((event) => event !== "bonus");
export type ScoredEvent = (typeof scoredEvents)[number];
const ScoredEvents = z.enum(["joined", "paid", "activated"] satisfies ScoredEvent[]);

const Multiplier = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("plan"), planIds: z.array(planId).min(1).max(200), factorBps }),
  z.strictObject({ kind: z.literal("country"), countries: z.array(country).min(1).max(249), factorBps }),
  /** 1 is Monday, 7 is Sunday, in the campaign's time zone. */
  z.strictObject({
    kind: z.literal("weekday"),
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    factorBps,
  }),
  z.strictObject({ kind: z.literal("dates"), from: instant, until: instant, factorBps }),
]);
export type Multiplier = z.output<typeof Multiplier>;

const Rules = z.strictObject({
  counts: z.array(ScoredEvents).min(1).max(3),
  points: z
    .strictObject({ joined: points.default(0), paid: points.default(0), activated: points.default(0) })
    .prefault({}),
  /** Only purchases of these count; all do while none is named. */
  planIds: z.array(planId).max(200).default([]),
  /** All that apply are multiplied with each other, and the points rounded once, half up. */
  multipliers: z.array(Multiplier).max(20).default([]),
  /** More points for the nth referral of a member that paid and counts in the campaign. */
  bonuses: z
    .array(z.strictObject({ at: z.int().min(1).max(100_000), points }))
    .max(20)
    .default([]),
  /** For links made for the campaign; null is as the community has it. */
  windowDays: z.int().min(1).max(365).nullable().default(null),
  touch: z.enum(touchModels).nullable().default(null),
  /** Days until a line of points counts. */
  holdDays: z.int().min(0).max(365).default(14),
  /** Days after the end until the standing is frozen: refunds until then change it. */
  settleDays: z.int().min(0).max(365).default(14),
  /**
   * When a friend is active in this campaign, whichever link they came by, and everywhere for whoever came through a
   * link made for it; null is as the community has it.
   */
  activation: ActivationCriteria.nullable().default(null),
  /** What a thousand points cost the community, by the owner's word: forecast and budget reckon with it. */
  pointsCost: Amount.nullable().default(null),
});

const Prize = z.discriminatedUnion("kind", [
  /** Places, counted from 1: of members with the same points, whoever reached them first stands before. */
  z.strictObject({ kind: z.literal("rank"), from: members, to: members, rewardId: z.uuid() }),
  z.strictObject({
    kind: z.literal("threshold"),
    points: z.int().min(1).max(1_000_000_000),
    rewardId: z.uuid(),
  }),
  z.strictObject({
    kind: z.literal("raffle"),
    winners: z.int().min(1).max(1_000),
    ticketPer: z.enum(["point", "referral", "member"]),
    minPoints: z.int().min(1).max(1_000_000_000).default(1),
    rewardId: z.uuid(),
  }),
]);
export type Prize = z.output<typeof Prize>;

const Audience = z.strictObject({
  /** New ones joined after the campaign began. */
  members: z.enum(["all", "new", "existing"]).default("all"),
  /** Who has one of these products. */
  productIds: z.array(productId).max(200).default([]),
  roles: z
    .array(z.enum(["team", "member", "affiliate"]))
    .max(3)
    .default([]),
  /** Affiliates on one of these commission plans. */
  commissionPlanIds: z.array(z.uuid()).max(100).default([]),
  joinedAfter: instant.nullable().default(null),
  joinedBefore: instant.nullable().default(null),
  /** Confirmed referrals from before the campaign began. */
  minReferrals: z.int().min(0).max(1_000_000).nullable().default(null),
  maxReferrals: z.int().min(0).max(1_000_000).nullable().default(null),
  /** Where the person referred came from, by their click; everywhere while none is named. */
  countries: z.array(country).max(249).default([]),
  countUnknownCountry: z.boolean().default(true),
});

const Limits = z.strictObject({
  /** Referrals that paid, for one member in the whole campaign. */
  perMember: z.int().min(1).max(1_000_000).nullable().default(null),
  /** For one member on one day of the campaign's time zone. */
  perDay: z.int().min(1).max(1_000_000).nullable().default(null),
  /** For everybody together: after it nothing counts any more. */
  total: z.int().min(1).max(10_000_000).nullable().default(null),
});

/** What a campaign promises, as the owner says it and as a version of it is kept. */
export const CampaignTerms = z.strictObject({
  rules: Rules,
  prizes: z.array(Prize).max(20).default([]),
  audience: Audience.prefault({}),
  limits: Limits.prefault({}),
  /** The most that points and prizes may cost; where it is reached, nothing counts any more. */
  budget: Amount.nullable().default(null),
  /** Counts beside other campaigns; of those that do not, only the first by priority has a referral. */
  stacks: z.boolean().default(true),
  priority: z.int().min(-1_000).max(1_000).default(0),
});
export type CampaignTerms = z.output<typeof CampaignTerms>;
export type CampaignTermsInput = z.input<typeof CampaignTerms>;

/** A version as it is stored: with what is true of it besides the owner's words. */
export const VersionTerms = CampaignTerms.extend({
  /** Nothing that happens under a version that is paused counts. */
  isPaused: z.boolean(),
  /** What one of each prize costs in minor units of the budget's currency, in the order of the prizes. */
  prizeCosts: z.array(z.string().regex(/^\d+$/).nullable()),
});
export type VersionTerms = z.output<typeof VersionTerms>;

/** Minor units of an amount that a schema here has accepted. */
export function minorOf({ amount, currency }: CampaignAmount): bigint {
  const reading = readAmount(amount, currency);
  if (!reading.ok)
    throw new Error(`A campaign's terms hold an amount that cannot be read: ${sentenceOf(reading.problem)}`);
  return reading.money.minor;
}

/** Whether what counts for one member depends on what counts for the others. */
export function isShared({ budget, limits }: Pick<CampaignTerms, "budget" | "limits">): boolean {
  return budget !== null || limits.total !== null;
}
