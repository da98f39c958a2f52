import { z } from "zod";
import { CampaignTerms, checkTerms } from "../campaigns/index.ts";
import { CompanySettings, currentRules, getSettings } from "../companies/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { invalidInput } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type Said, say } from "../core/said.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { readHistory } from "./history.ts";

export const PreviewCampaignInput = z.strictObject({
  terms: CampaignTerms,
  /** Now when left out. */
  startDate: z.iso.datetime({ offset: true }).optional(),
  /** Two weeks later when left out. */
  endDate: z.iso.datetime({ offset: true }).optional(),
  timeZone: CompanySettings.shape.timeZone.optional(),
  /** The campaign whose terms these are, once there is one. */
  campaignId: z.uuid().optional(),
});
export type PreviewCampaignInput = z.input<typeof PreviewCampaignInput>;

/** What a campaign would bring and cost, from the last 90 days of this community. Saves nothing. */
export async function previewCampaign(ctx: Ctx, input: PreviewCampaignInput): Promise<Forecast> {
  requireOwner(ctx);
  const { terms, campaignId, ...given } = parseInput(PreviewCampaignInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const startDate = given.startDate === undefined ? ctx.clock.now() : new Date(given.startDate);
    const endDate =
      given.endDate === undefined ? new Date(startDate.getTime() + 14 * dayMs) : new Date(given.endDate);
    if (endDate <= startDate) throw invalidInput({ endDate: say("campaign.endBeforeStart") });
    const rewards = await checkTerms(ctx, terms, campaignId === undefined ? {} : { campaignId });
    const settings = await getSettings(ctx);
    const prices = terms.prizes.map(({ rewardId }) => rewards.get(rewardId)?.cost ?? null);
    const history = await readHistory(ctx, [terms]);
    const timeZone = given.timeZone ?? settings.timeZone;
    const forecast = forecastOf({ startDate, endDate, timeZone, terms, prices }, history);
    const free = [...rewards.values()].filter(({ cost }) => cost === null);
    const warnings: Said[] = [
      ...forecast.warnings,
      ...free.map(({ name }) => say("campaign.costUnknown", { name })),
      ...(terms.rules.holdDays < settings.holdDays
        ? [say("campaign.shortHold", { days: settings.holdDays })]
        : []),
      ...((await neverActivated(ctx, terms)) ? [say("campaign.notActivated")] : []),
    ];
    return { ...forecast, warnings };
  });
}

async function neverActivated(ctx: Ctx, { rules }: CampaignTerms): Promise<boolean> {
  if (!rules.counts.includes("activated") || rules.activation !== null) return false;
  return !Reflect.get(await currentRules(ctx), "activation");
}
