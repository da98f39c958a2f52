import { awardPlaces } from "../badges/index.ts";
import { advanceCampaign } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { freezeStanding, givePrizes } from "../standings/index.ts";

/** The time of a campaign's next move has come. */
export async function handle(ctx: Ctx, { campaignId }: JobPayload<"advance-campaign">): Promise<void> {
  const { isSettled } = await advanceCampaign(ctx, { campaignId });
  if (!isSettled) return;
  await freezeStanding(ctx, { campaignId });
  await givePrizes(ctx, { campaignId });
  await awardPlaces(ctx);
}
