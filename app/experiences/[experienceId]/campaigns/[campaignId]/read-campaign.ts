import { type Campaign, getCampaign } from "#lib/campaigns/index.ts";
import { getSettings, listPlans } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import {
  type CampaignCard,
  cardOf,
  getCampaignPoints,
  getCampaignResult,
  getCampaignStandings,
  getPointsTakenBack,
} from "#lib/standings/index.ts";

const shownLines = 15;

/** Everything a campaign's page shows; null where there is no such campaign for members. */
export async function readCampaign(ctx: Ctx, id: string, cursor: string | undefined) {
  try {
    const campaign = await getCampaign(ctx, { id });
    const [settings, titles, card, standings, points, result] = await Promise.all([
      getSettings(ctx),
      titlesFor(ctx, campaign),
      cardOf(ctx, campaign),
      getCampaignStandings(ctx, { id }),
      getCampaignPoints(ctx, { id, limit: shownLines, ...(cursor === undefined ? {} : { cursor }) }),
      campaign.frozenAt === null ? null : getCampaignResult(ctx, { id }),
    ]);
    const takenBack = hasLost(card) ? await getPointsTakenBack(ctx, { id }) : 0;
    return { settings, titles, card, standings, points, takenBack, won: result?.prizes ?? [] };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

export type CampaignData = NonNullable<Awaited<ReturnType<typeof readCampaign>>>;

/** It is over, and there was nothing for the member in it. */
function hasLost({ campaign, mine }: CampaignCard): boolean {
  return campaign.frozenAt !== null && mine.won.length === 0;
}

/** What the plans and products are called that the rules speak of; most speak of none. */
async function titlesFor(ctx: Ctx, { terms: { rules, audience } }: Campaign): Promise<Map<string, string>> {
  const speaks =
    rules.planIds.length + audience.productIds.length > 0 ||
    rules.multipliers.some(({ kind }) => kind === "plan");
  if (!speaks) return new Map();
  const plans = await listPlans(ctx);
  return new Map(
    plans.flatMap(({ planId, title, productId, productTitle }) => [
      [planId, title ?? productTitle],
      [productId, productTitle],
    ]),
  );
}
