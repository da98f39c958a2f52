import { and, desc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { RewardType } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { campaigns, rewards } from "#db/schema/index.ts";
import {
  type Campaign,
  type CampaignTerms,
  campaignOf,
  campaignSeenBy,
  type Prize,
} from "../campaigns/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { type Outside, whyOutside } from "./audience.ts";
import { countRanked } from "./get-standings.ts";
import { type MyStanding, readMyStandings, standingIn } from "./my-standings.ts";
import { readScorers } from "./read-scoring.ts";

export type ShownPrize = Prize & { rewardName: string; rewardType: RewardType | null };

/** A campaign and where the member stands in it. */
export type CampaignCard = {
  campaign: Campaign;
  prizes: ShownPrize[];
  /** Whether the campaign is for the member now. */
  isForMe: boolean;
  /** What keeps it from being for them. */
  outside: Outside | null;
  /** Members with points that count. */
  rankedMembers: number;
  mine: MyStanding;
};

/** So long after its result a campaign is still shown. */
export const shownAfterMs = 14 * dayMs;
const mostShown = 50;

/** What runs, what comes and what has just ended, for the member who looks. */
export async function getCampaignCards(ctx: Ctx): Promise<CampaignCard[]> {
  const { userId } = requireMember(ctx);
  const [shown, mine] = await Promise.all([readShownCampaigns(ctx), readMyStandings(ctx, userId)]);
  if (shown.length === 0) return [];
  const outsideOf = await audienceTest(
    ctx,
    userId,
    shown.map(({ campaign }) => campaign),
  );
  return shown.map(({ campaign, prizes, rankedMembers }) => {
    const outside = outsideOf(campaign);
    const own = mine?.get(campaign.id);
    return {
      campaign: campaignSeenBy(ctx, campaign),
      prizes,
      isForMe: outside === null,
      outside,
      rankedMembers: own?.ranked ?? rankedMembers,
      mine: standingIn(campaign.terms, own),
    };
  });
}

/** The same for everybody, so all who ask at once share one answer. */
const readShownCampaigns = sharedRead(async (ctx) => {
  const shownSince = new Date(ctx.clock.now().getTime() - shownAfterMs);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ row: campaigns, rankedMembers: rankedOf })
      .from(campaigns)
      .where(
        and(
          eq(campaigns.companyId, ctx.companyId),
          inArray(campaigns.status, ["scheduled", "active", "settling", "ended"]),
          or(isNull(campaigns.frozenAt), gt(campaigns.frozenAt, shownSince)),
        ),
      )
      .orderBy(desc(campaigns.startDate), desc(campaigns.id))
      .limit(mostShown),
  );
  const shown = rows.map(({ row, rankedMembers }) => ({ campaign: campaignOf(row), rankedMembers }));
  const prizes = await describePrizes(
    ctx,
    shown.map(({ campaign }) => campaign),
  );
  return shown.map((one) => ({ ...one, prizes: prizes.get(one.campaign.id) ?? [] }));
});

/** Named in full: inside of the brackets a bare name would be the inner table's. */
const rankedOf = sql<number>`(SELECT coalesce(sum(c.members), 0)::int FROM campaign_score_counts c
  WHERE c.company_id = campaigns.company_id AND c.campaign_id = campaigns.id AND c.points > 0)`;

/** One campaign as the member sees it, however long ago it ended. */
export async function cardOf(ctx: Ctx, campaign: Campaign): Promise<CampaignCard> {
  const { userId } = requireMember(ctx);
  const [prizes, mine, outsideOf] = await Promise.all([
    describePrizes(ctx, [campaign]),
    readMyStandings(ctx, `${userId} ${campaign.id}`),
    audienceTest(ctx, userId, [campaign]),
  ]);
  const outside = outsideOf(campaign);
  const own = mine?.get(campaign.id);
  return {
    campaign,
    prizes: prizes.get(campaign.id) ?? [],
    isForMe: outside === null,
    outside,
    rankedMembers: own?.ranked ?? (await countRanked(ctx, campaign.id)),
    mine: standingIn(campaign.terms, own),
  };
}

/** Prizes with the names of their rewards. */
export async function describePrizes(
  ctx: Ctx,
  shown: readonly Pick<Campaign, "id" | "terms">[],
): Promise<Map<string, ShownPrize[]>> {
  const ids = [...new Set(shown.flatMap(({ terms }) => terms.prizes.map(({ rewardId }) => rewardId)))];
  const rows =
    ids.length === 0
      ? []
      : await transact(ctx, (tx) =>
          tx
            .select({ id: rewards.id, name: rewards.name, rewardType: rewards.rewardType })
            .from(rewards)
            .where(and(eq(rewards.companyId, ctx.companyId), inIds(rewards.id, ids))),
        );
  const known = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    shown.map(({ id, terms }) => [
      id,
      terms.prizes.map((prize) => {
        const reward = known.get(prize.rewardId);
        return { ...prize, rewardName: reward?.name ?? "", rewardType: reward?.rewardType ?? null };
      }),
    ]),
  );
}

type Aimed = Pick<Campaign, "terms" | "startDate">;

async function audienceTest(
  ctx: Ctx,
  userId: string,
  shown: readonly Aimed[],
): Promise<(campaign: Aimed) => Outside | null> {
  const audiences = shown.map(({ terms }) => terms.audience);
  // Most campaigns are for everybody, and nothing has to be known of whoever looks.
  if (audiences.every(isForEverybody)) return () => null;
  const [scorer] = await readScorers(ctx, [userId], audiences);
  const now = ctx.clock.now();
  return ({ terms, startDate }) =>
    scorer === undefined ? null : whyOutside(terms.audience, scorer, startDate, now);
}

function isForEverybody(audience: CampaignTerms["audience"]): boolean {
  const { members, productIds, roles, commissionPlanIds } = audience;
  const { joinedAfter, joinedBefore, minReferrals, maxReferrals } = audience;
  const lists = productIds.length + roles.length + commissionPlanIds.length;
  const bounds = [joinedAfter, joinedBefore, minReferrals, maxReferrals];
  return members === "all" && lists === 0 && bounds.every((bound) => bound === null);
}
