import { type CompanySettings, getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type PlayedFirstRun, playFirstRun } from "#lib/standings/index.ts";
import { readTemplates, type TemplateChoice } from "../campaigns/_new/read-templates.ts";
import { chosenIn } from "./asked-for.ts";
import { type Chosen, giftCount } from "./choices.ts";

export type StartData = {
  chosen: Chosen;
  settings: CompanySettings;
  templates: TemplateChoice;
  /** Null at every step but the rehearsal, and while no plan is known that anybody could buy. */
  played: PlayedFirstRun | null;
};

const none: TemplateChoice = { templates: [], hasPlan: true };

export async function readStart(
  ctx: Ctx,
  query: Record<string, string | string[] | undefined>,
): Promise<StartData> {
  const settings = await getSettings(ctx);
  const chosen = chosenIn(query, settings.holdDays);
  const { step, template, moment, gift, hold } = chosen;
  const [templates, played] = await Promise.all([
    step === "template" || step === "publish" ? readTemplates(ctx) : none,
    step === "play"
      ? playFirstRun(ctx, {
          moment,
          template,
          gift: gift === "none" ? null : { trigger: gift, threshold: giftCount(chosen), holdDays: hold },
        })
      : null,
  ]);
  return { chosen, settings, templates, played };
}
