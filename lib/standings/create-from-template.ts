import { z } from "zod";
import { type Campaign, createCampaign, templateIds } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { createReward } from "../rewards/index.ts";
import { listCampaignTemplates } from "./list-templates.ts";

const name = z.string().trim().min(1).max(80);

export const CreateFromTemplateInput = z.strictObject({
  template: z.enum(templateIds),
  name,
  /** What the rewards are called that are made for it: first those of its prizes, then those beside them. */
  rewardNames: z.array(name).max(10),
  startDate: z.iso.datetime({ offset: true }).optional(),
  endDate: z.iso.datetime({ offset: true }).optional(),
});
export type CreateFromTemplateInput = z.infer<typeof CreateFromTemplateInput>;

/** A draft as the template has it, with the rewards it needs. Nothing is given before it is scheduled. */
export async function createFromTemplate(ctx: Ctx, input: CreateFromTemplateInput): Promise<Campaign> {
  requireOwner(ctx);
  const { template: id, name, rewardNames, ...dates } = parseInput(CreateFromTemplateInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const template = (await listCampaignTemplates(ctx)).find((one) => one.id === id);
    if (template === undefined) throw notFound("campaign");
    const nameOf = (index: number) => rewardNames[index] ?? `${name} ${index + 1}`;
    const prizes = [];
    for (const [index, { freeDays, cost, ...prize }] of template.prizes.entries()) {
      const reward = await createReward(ctx, {
        name: nameOf(index),
        trigger: "campaign_prize",
        threshold: 1,
        rewardType: "free_days",
        rewardData: { days: freeDays },
        // The settling was the wait.
        holdDays: 0,
        cost,
      });
      prizes.push({ ...prize, rewardId: reward.id });
    }
    const campaign = await createCampaign(ctx, {
      name,
      template: id,
      startDate: dates.startDate ?? template.startDate.toISOString(),
      endDate: dates.endDate ?? template.endDate.toISOString(),
      timeZone: template.timeZone,
      terms: { ...template.terms, prizes },
    });
    for (const [index, { side, freeDays, cost }] of template.rewards.entries())
      await createReward(ctx, {
        name: nameOf(template.prizes.length + index),
        side,
        trigger: "per_conversion",
        threshold: 1,
        campaignId: campaign.id,
        rewardType: "free_days",
        rewardData: { days: freeDays },
        cost,
      });
    return campaign;
  });
}
