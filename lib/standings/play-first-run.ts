import { z } from "zod";
import { CampaignTerms, campaignTemplates, templateIds } from "../campaigns/index.ts";
import { classify } from "../clicks/index.ts";
import { currentRules, getSettings, listPlans } from "../companies/index.ts";
import { dayMs, hourMs, minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Cast, playReferral, type ReferralTrace } from "../referrals/index.ts";
import { type Counted, owed } from "../rewards/index.ts";
import { pointsOf } from "./points-of.ts";

/** How far a rehearsal is played: a click, the joining, and one of two ends. */
export const moments = ["click", "join", "stay", "refund"] as const;
export type Moment = (typeof moments)[number];

export const PlayFirstRunInput = z.strictObject({
  moment: z.enum(moments),
  template: z.enum(templateIds).nullable(),
  /** What the one who shares would get, and after how many friends; null is nothing. */
  gift: z
    .strictObject({
      trigger: z.enum(["per_conversion", "milestone"]),
      threshold: z.int().min(1).max(100),
      holdDays: z.int().min(0).max(365),
    })
    .nullable(),
});
export type PlayFirstRunInput = z.infer<typeof PlayFirstRunInput>;

/** What one of the two would have by then. */
export type Standing = { state: "none" | "waiting" | "final" | "taken_back"; until: Date | null };

export type PlayedFirstRun = {
  trace: ReferralTrace;
  /** As which the visit counts. */
  click: ReturnType<typeof classify>;
  points: (Standing & { points: number }) | null;
  gift: Standing | null;
  cast: Cast;
};

const cast: Cast = { referrer: "Sam", referred: "Alex" };

/**
 * A rehearsal before anything is published: what a click, a joining and a refund would come to, by the rules that
 * decide about real ones. Nothing of it is stored. Null where no plan is known that anybody could buy.
 */
export async function playFirstRun(ctx: Ctx, input: PlayFirstRunInput): Promise<PlayedFirstRun | null> {
  requireOwner(ctx);
  const { moment, template, gift } = parseInput(PlayFirstRunInput, input);
  const [rules, { defaultPlanId, timeZone }, plans] = await Promise.all([
    currentRules(ctx),
    getSettings(ctx),
    listPlans(ctx),
  ]);
  const onSale = plans.filter(({ isVisible }) => isVisible);
  const plan = onSale.find(({ planId }) => planId === defaultPlanId) ?? onSale[0];
  if (plan === undefined) return null;
  const clickAt = ctx.clock.now();
  const joinAt = moment === "click" ? null : new Date(clickAt.getTime() + 20 * minuteMs);
  const refundAt = moment === "refund" && joinAt !== null ? new Date(joinAt.getTime() + 3 * hourMs) : null;
  const terms = termsOf(template);
  const longestHold = Math.max(terms?.rules.holdDays ?? 0, gift?.holdDays ?? 0, 1);
  const end = refundAt ?? joinAt ?? clickAt;
  const now = moment === "stay" ? new Date(end.getTime() + longestHold * dayMs) : end;
  const { trace, credit } = playReferral({ clickAt, joinAt, refundAt }, { rules, plan, cast, now });
  const counts = credit?.status === "converted" && credit.convertedAt !== null;
  const convertedAt = credit?.convertedAt ?? null;
  return {
    trace,
    click: classify({
      isTest: false,
      isPrefetch: false,
      agent: "person",
      isOwner: false,
    }),
    points:
      terms === null
        ? null
        : {
            ...standing(convertedAt, counts, terms.rules.holdDays, now),
            points: pointsFor(terms, joinAt, plan.planId, timeZone),
          },
    gift:
      gift && standing(earnedAt(gift, counts, convertedAt, clickAt), counts, gift.holdDays, now, convertedAt),
    cast,
  };
}

function termsOf(template: PlayFirstRunInput["template"]): CampaignTerms | null {
  const found = campaignTemplates.find(({ id }) => id === template);
  return found === undefined ? null : CampaignTerms.parse(found.terms);
}

/** Points of every event of the joining that the terms count. */
function pointsFor({ rules }: CampaignTerms, at: Date | null, planId: string, timeZone: string): number {
  if (at === null) return 0;
  return rules.counts
    .filter((event) => event !== "activated")
    .map((event) => pointsOf(rules, { event, at, planId, country: null, timeZone }).points)
    .reduce((sum, points) => sum + points, 0);
}

/** When the reward is earned by this friend, where as many as are missing came before. */
function earnedAt(
  { trigger, threshold }: NonNullable<PlayFirstRunInput["gift"]>,
  counts: boolean,
  convertedAt: Date | null,
  clickAt: Date,
): Date | null {
  const earlier = Array.from({ length: trigger === "milestone" ? threshold - 1 : 0 }, (_, index): Counted => {
    const at = new Date(clickAt.getTime() - (index + 1) * dayMs);
    return { id: `earlier-${index}`, convertedAt: at, activatedAt: null, campaignIds: [] };
  });
  const played: Counted[] =
    counts && convertedAt !== null ? [{ id: "played", convertedAt, activatedAt: null, campaignIds: [] }] : [];
  const rule = {
    trigger,
    rewardType: "free_days" as const,
    threshold,
    requiresActivation: false,
    campaignId: null,
    since: clickAt,
  };
  const streak = { runs: [], running: 0, at: clickAt };
  const facts = { brought: [...earlier, ...played], joining: null, streak };
  return owed(rule, "referrer", facts).at(-1)?.earnedAt ?? null;
}

function standing(
  at: Date | null,
  counts: boolean,
  holdDays: number,
  now: Date,
  before: Date | null = at,
): Standing {
  if (!counts) return { state: before === null ? "none" : "taken_back", until: null };
  if (at === null) return { state: "none", until: null };
  const until = new Date(at.getTime() + holdDays * dayMs);
  return until <= now ? { state: "final", until } : { state: "waiting", until };
}
