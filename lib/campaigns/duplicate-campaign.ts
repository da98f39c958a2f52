import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type Campaign, campaignOf, getCampaignRow } from "./campaign.ts";
import { campaignFields, createCampaign } from "./create-campaign.ts";

export const DuplicateCampaignInput = z.strictObject({
  id: z.uuid(),
  name: campaignFields.name.optional(),
  startDate: campaignFields.startDate,
  /** As long as the first one lasted when left out. */
  endDate: campaignFields.endDate.optional(),
});
export type DuplicateCampaignInput = z.infer<typeof DuplicateCampaignInput>;

/** A draft with the same terms for another time. */
export async function duplicateCampaign(ctx: Ctx, input: DuplicateCampaignInput): Promise<Campaign> {
  requireOwner(ctx);
  const { id, name, startDate, endDate } = parseInput(DuplicateCampaignInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const first = campaignOf(await getCampaignRow(ctx, id));
    const lastedMs = first.endDate.getTime() - first.startDate.getTime();
    return createCampaign(ctx, {
      name: name ?? first.name,
      description: first.description,
      timeZone: first.timeZone,
      template: first.template,
      terms: first.terms,
      startDate,
      endDate: endDate ?? new Date(new Date(startDate).getTime() + lastedMs).toISOString(),
    });
  });
}
