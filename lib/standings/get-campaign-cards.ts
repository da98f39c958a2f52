import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { RewardType } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { campaignParticipants, rewards } from "#db/schema/index.ts";
import { type Campaign, listCampaigns, type Prize } from "../campaigns/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { isInAudience } from "./audience.ts";
import { countRanked } from "./get-standings.ts";
import { readScorers } from "./read-scoring.ts";

export type ShownPrize = Prize & { rewardName: string; rewardType: RewardType | null };

/** A campaign and where the member stands in it. */
export type CampaignCard = {
  campaign: Campaign;
  prizes: ShownPrize[];
  /** Whether the campaign is for the member now. */
  isForMe: boolean;
  rankedMembers: number;
  mine: {
    points: number;
    pointsProvisional: number;
    referrals: number;
    /** Null without points that count. */
    rank: number | null;
    /** Of the next who is ahead; null for the first. */
    nextPoints: number | null;
  };
};

const shownAfterMs = 14 * dayMs;

/** What runs, what comes and what has just ended, for the member who looks. */
export async function getCampaignCards(ctx: Ctx): Promise<CampaignCard[]> {
  const { userId } = requireMember(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const statuses = ["scheduled", "active", "settling", "ended"] as const;
    const { campaigns } = await listCampaigns(ctx, { statuses: [...statuses], limit: 50 });
    const now = ctx.clock.now();
    const shown = campaigns.filter(
      ({ frozenAt }) => frozenAt === null || now.getTime() - frozenAt.getTime() < shownAfterMs,
    );
    const prizes = await describePrizes(ctx, shown);
    const isForMe = await audienceTest(ctx, userId, shown);
    const standing = await standingsOf(ctx, userId, shown);
    return Promise.all(
      shown.map(async (campaign) => ({
        campaign,
        prizes: prizes.get(campaign.id) ?? [],
        isForMe: isForMe(campaign),
        rankedMembers: await countRanked(ctx, campaign.id),
        mine: standing.get(campaign.id) ?? {
          points: 0,
          pointsProvisional: 0,
          referrals: 0,
          rank: null,
          nextPoints: null,
        },
      })),
    );
  });
}

/** Prizes with the names of their rewards. */
export async function describePrizes(
  ctx: Ctx,
  campaigns: readonly Pick<Campaign, "id" | "terms">[],
): Promise<Map<string, ShownPrize[]>> {
  const ids = [...new Set(campaigns.flatMap(({ terms }) => terms.prizes.map(({ rewardId }) => rewardId)))];
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
    campaigns.map(({ id, terms }) => [
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
  campaigns: readonly Aimed[],
): Promise<(campaign: Aimed) => boolean> {
  const audiences = campaigns.map(({ terms }) => terms.audience);
  const [scorer] = await readScorers(ctx, [userId], audiences);
  const now = ctx.clock.now();
  return ({ terms, startDate }) =>
    scorer !== undefined && isInAudience(terms.audience, scorer, startDate, now);
}

async function standingsOf(
  ctx: Ctx,
  userId: string,
  campaigns: readonly Pick<Campaign, "id">[],
): Promise<Map<string, CampaignCard["mine"]>> {
  const of = campaignParticipants;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        campaignId: of.campaignId,
        points: of.points,
        pointsProvisional: of.pointsProvisional,
        referrals: of.referrals,
        // Named in full: inside of the brackets a bare name would be the inner table's.
        ahead: sql<unknown>`(SELECT coalesce(sum(c.members), 0) FROM campaign_score_counts c
          WHERE c.company_id = campaign_participants.company_id
            AND c.campaign_id = campaign_participants.campaign_id AND c.points > campaign_participants.points)`,
        nextPoints: sql<number | null>`(SELECT min(c.points) FROM campaign_score_counts c
          WHERE c.company_id = campaign_participants.company_id
            AND c.campaign_id = campaign_participants.campaign_id AND c.points > campaign_participants.points
            AND c.members > 0)`,
      })
      .from(of)
      .where(
        and(
          eq(of.companyId, ctx.companyId),
          eq(of.userId, userId),
          inIds(
            of.campaignId,
            campaigns.map(({ id }) => id),
          ),
        ),
      ),
  );
  return new Map(
    rows.map(({ campaignId, ahead, ...mine }) => [
      campaignId,
      { ...mine, rank: mine.points > 0 ? z.coerce.number().parse(ahead) + 1 : null },
    ]),
  );
}
