import { z } from "zod";
import { campaigns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { CompanySettings, getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { type Campaign, campaignOf, columnsOf, getCampaignRow } from "./campaign.ts";
import { checkTerms } from "./check-terms.ts";
import { settlesAtOf } from "./contradictions.ts";
import { problemsOfDates } from "./dates.ts";
import { CampaignTerms } from "./terms.ts";
import { newRaffle } from "./write-campaign.ts";

/** What the team fills in. */
export const campaignFields = {
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().min(1).max(2_000).nullable(),
  startDate: z.iso.datetime({ offset: true }),
  /** The end itself is over. */
  endDate: z.iso.datetime({ offset: true }),
  timeZone: CompanySettings.shape.timeZone,
  terms: CampaignTerms,
};

export const CreateCampaignInput = z.strictObject({
  ...campaignFields,
  description: campaignFields.description.default(null),
  /** The community's when left out. */
  timeZone: campaignFields.timeZone.optional(),
  /** The template it was made from. */
  template: z.string().max(60).nullable().default(null),
});
export type CreateCampaignInput = z.input<typeof CreateCampaignInput>;

/** A draft: nothing counts before it is scheduled. @throws AppError invalid_input naming all that is wrong */
export async function createCampaign(ctx: Ctx, input: CreateCampaignInput): Promise<Campaign> {
  requireOwner(ctx);
  const { terms, timeZone, ...given } = parseInput(CreateCampaignInput, input);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const startDate = new Date(given.startDate);
    const endDate = new Date(given.endDate);
    await checkTerms(ctx, terms, { others: problemsOfDates(startDate, endDate, now) });
    const id = newId(now);
    await tx.insert(campaigns).values({
      ...given,
      ...columnsOf(terms),
      ...newRaffle(),
      companyId: ctx.companyId,
      id,
      startDate,
      endDate,
      settlesAt: settlesAtOf(endDate, terms.rules),
      timeZone: timeZone ?? (await getSettings(ctx)).timeZone,
      createdBy: ctx.actor.kind === "system" ? null : ctx.actor.userId,
      createdAt: now,
      updatedAt: now,
    });
    await recordAudit(ctx, {
      action: "campaign.created",
      subjectType: "campaign",
      subjectId: id,
      details: { name: given.name, template: given.template, terms },
    });
    return campaignOf(await getCampaignRow(ctx, id));
  });
}
