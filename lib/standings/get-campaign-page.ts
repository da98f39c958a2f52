import { and, asc, eq } from "drizzle-orm";
import { campaignPrizes, campaignStandings } from "#db/schema/index.ts";
import { type Campaign, findOpenCampaign } from "../campaigns/index.ts";
import { getCompany, listPlans } from "../companies/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { communityPage } from "../links/index.ts";
import { nameForEverybody, readShown } from "../members/index.ts";
import { type DescribedReward, getOffer } from "../rewards/index.ts";
import { describePrizes, type ShownPrize } from "./get-campaign-cards.ts";
import { readTop } from "./get-standings.ts";
import { Found } from "./winners.ts";

/** A place on a public board. `name` is null for whoever did not agree to be named on pages that anybody may open. */
export type PublicPlace = { rank: number; name: string | null; points: number; referrals: number };

export type PublicWinner = { prize: number; name: string | null; found: Found };

/** What a campaign's public page shows. Nothing of it is anybody's who did not agree. */
export type CampaignPage = {
  campaign: Campaign;
  community: {
    companyId: string;
    title: string;
    logoUrl: string | null;
    /** Where one joins. */
    url: string | null;
    /** What whoever joins gets, in the team's own words. */
    offerText: string | null;
  };
  /** What whoever joins through a link gets, and what whoever brought them gets. */
  offer: { friend: DescribedReward | null; referrer: DescribedReward | null };
  prizes: ShownPrize[];
  /** What plans and products are called that the rules speak of. */
  titles: Map<string, string>;
  /** Null where the team keeps boards to itself. */
  board: { places: PublicPlace[]; rankedMembers: number } | null;
  winners: PublicWinner[];
};

const shownPlaces = 10;
/** More winners than this are told by their number. */
const mostWinners = 200;

/** Null where there is no campaign that is open to everybody. */
export async function getCampaignPage(ctx: Ctx, { id }: { id: string }): Promise<CampaignPage | null> {
  return transact(ctx, async (_tx, ctx) => {
    const campaign = await findOpenCampaign(ctx, id);
    if (campaign === null) return null;
    const { companyId, title, logoUrl, route, settings, status } = await getCompany(ctx);
    if (status !== "active") return null;
    const prizes = (await describePrizes(ctx, [campaign])).get(id) ?? [];
    return {
      campaign,
      community: {
        companyId,
        title,
        logoUrl,
        url: communityPage(ctx.origins, route),
        offerText: settings.offerText,
      },
      // What a campaign gave is no longer to be had once it is over.
      offer: await getOffer(ctx, isAhead(campaign) ? { campaignId: id } : {}),
      prizes,
      titles: await titlesOf(ctx),
      board: settings.leaderboardVisible ? await readBoard(ctx, campaign) : null,
      winners: campaign.frozenAt === null ? [] : await readWinners(ctx, id),
    };
  });
}

function isAhead({ status }: Campaign): boolean {
  return status === "scheduled" || status === "active";
}

const titlesOf = sharedRead<Map<string, string>>(async (ctx) => {
  const plans = await listPlans(ctx);
  return new Map(
    plans.flatMap(({ planId, title, productId, productTitle }) => [
      [planId, title ?? productTitle],
      [productId, productTitle],
    ]),
  );
});

async function readBoard(ctx: Ctx, campaign: Campaign): Promise<CampaignPage["board"]> {
  if (campaign.frozenAt !== null) return readFrozen(ctx, campaign.id);
  return readTop(ctx, campaign.id, shownPlaces, nameForEverybody);
}

/** As it stood when it became final: what is refunded later changes it no more. */
async function readFrozen(ctx: Ctx, campaignId: string): Promise<CampaignPage["board"]> {
  const ofCampaign = and(
    eq(campaignStandings.companyId, ctx.companyId),
    eq(campaignStandings.campaignId, campaignId),
  );
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(campaignStandings)
      .where(ofCampaign)
      .orderBy(asc(campaignStandings.rank), asc(campaignStandings.scoreReachedAt))
      .limit(shownPlaces);
    const members = await readShown(
      ctx,
      rows.map(({ userId }) => userId),
    );
    const places = rows.map(({ userId, rank, points, referrals }) => {
      const member = members.get(userId);
      return { rank, points, referrals, name: member === undefined ? null : nameForEverybody(member) };
    });
    return { places, rankedMembers: await tx.$count(campaignStandings, ofCampaign) };
  });
}

async function readWinners(ctx: Ctx, campaignId: string): Promise<PublicWinner[]> {
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(campaignPrizes)
      .where(and(eq(campaignPrizes.companyId, ctx.companyId), eq(campaignPrizes.campaignId, campaignId)))
      .orderBy(asc(campaignPrizes.prize), asc(campaignPrizes.id))
      .limit(mostWinners);
    const members = await readShown(
      ctx,
      rows.map(({ userId }) => userId),
    );
    return rows.map(({ userId, prize, found }) => {
      const member = members.get(userId);
      const name = member === undefined ? null : nameForEverybody(member);
      return { prize, name, found: Found.parse(found) };
    });
  });
}
