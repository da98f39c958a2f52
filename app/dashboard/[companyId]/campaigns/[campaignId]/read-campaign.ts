import {
  type Campaign,
  type CampaignVersion,
  getCampaign,
  listCampaignVersions,
} from "#lib/campaigns/index.ts";
import { getSettings, listPlans, listProducts } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ListedReward, listRewards } from "#lib/rewards/index.ts";
import {
  type CampaignDraw,
  type CampaignSums,
  getCampaignDraw,
  getCampaignPoints,
  getCampaignResult,
  getCampaignSums,
  type ListedParticipant,
  listParticipants,
  type ParticipantPage,
  type PointLinePage,
  type PrizeWon,
} from "#lib/standings/index.ts";
import type { AskedFor } from "./asked-for.ts";

/** A member of the board, with their points line by line. */
export type OpenedMember = { member: ListedParticipant; lines: PointLinePage };

/** What only the view that is shown has to be read for. */
export type Part =
  | { view: "standings"; page: ParticipantPage }
  | { view: "result"; prizes: PrizeWon[]; draw: CampaignDraw }
  | { view: "terms"; versions: CampaignVersion[] };

export type CampaignPageData = {
  campaign: Campaign;
  sums: CampaignSums;
  /** Everything that can be won or is given in it, archived or not. */
  rewards: readonly ListedReward[];
  titles: ReadonlyMap<string, string>;
  timeZone: string;
  part: Part;
  opened: OpenedMember | null;
};

export async function readCampaign(ctx: Ctx, id: string, asked: AskedFor): Promise<CampaignPageData> {
  const [campaign, sums, rewards, settings, plans, products, part, opened] = await Promise.all([
    getCampaign(ctx, { id }),
    getCampaignSums(ctx, [id]),
    listRewards(ctx, { includeArchived: true }),
    getSettings(ctx),
    listPlans(ctx),
    listProducts(ctx),
    readPart(ctx, id, asked),
    readMember(ctx, id, asked),
  ]);
  return {
    campaign,
    sums: sums.get(id) ?? { members: 0, points: 0, pointsProvisional: 0 },
    rewards,
    titles: new Map([
      ...plans.map(({ planId, title, productTitle }) => [planId, title ?? productTitle] as const),
      ...products.map(({ productId, title }) => [productId, title] as const),
    ]),
    timeZone: settings.timeZone,
    part,
    opened,
  };
}

async function readPart(ctx: Ctx, id: string, { view, page }: AskedFor): Promise<Part> {
  switch (view) {
    case "standings":
      return { view, page: await listParticipants(ctx, { id, page }) };
    case "result": {
      const [{ prizes }, draw] = await Promise.all([
        getCampaignResult(ctx, { id }),
        getCampaignDraw(ctx, { id }),
      ]);
      return { view, prizes, draw };
    }
    case "terms":
      return { view, versions: await listCampaignVersions(ctx, { id }) };
  }
}

async function readMember(ctx: Ctx, id: string, { member, cursor }: AskedFor): Promise<OpenedMember | null> {
  if (member === undefined) return null;
  const { participants } = await listParticipants(ctx, { id, userId: member });
  const found = participants[0];
  if (found === undefined) return null;
  const lines = await getCampaignPoints(ctx, { id, userId: member, ...(cursor ? { cursor } : {}) });
  return { member: found, lines };
}
