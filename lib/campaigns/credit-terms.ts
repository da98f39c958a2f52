import { inIds } from "#db/in-ids.ts";
import { campaigns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { readCampaigns, readVersions } from "./campaign.ts";
import type { CampaignTerms } from "./terms.ts";

/** What a campaign has another way than the community, for whoever came through a link made for it. */
export type CreditTerms = Pick<CampaignTerms["rules"], "windowDays" | "touch" | "activation">;

/** Tells the terms for links of these campaigns at an instant; null while a campaign did not run. */
export async function readCreditTerms(
  ctx: Ctx,
  campaignIds: readonly string[],
): Promise<(campaignId: string, at: Date) => CreditTerms | null> {
  if (campaignIds.length === 0) return () => null;
  const rows = await readCampaigns(ctx, inIds(campaigns.id, campaignIds));
  const versions = await readVersions(ctx, campaignIds);
  const known = new Map(rows.map((row) => [row.id, row]));
  return (campaignId, at) => {
    const campaign = known.get(campaignId);
    if (!campaign || at < campaign.startDate || at >= campaign.endDate) return null;
    const version = versions.get(campaignId)?.findLast(({ validFrom }) => validFrom <= at);
    return version === undefined || version.terms.isPaused ? null : version.terms.rules;
  };
}
