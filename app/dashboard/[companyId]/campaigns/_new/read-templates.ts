import { listPlans } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ListedTemplate, listCampaignTemplates } from "#lib/standings/index.ts";

export type TemplateChoice = { templates: readonly ListedTemplate[]; hasPlan: boolean };

export async function readTemplates(ctx: Ctx): Promise<TemplateChoice> {
  const [templates, plans] = await Promise.all([listCampaignTemplates(ctx), listPlans(ctx)]);
  return { templates, hasPlan: plans.some(({ isVisible }) => isVisible) };
}
