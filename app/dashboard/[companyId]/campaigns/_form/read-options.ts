import { listCommissionPlans } from "#lib/affiliates/index.ts";
import { currentRules, getSettings, listPlans, listProducts } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { listRewards } from "#lib/rewards/index.ts";
import { currencyOptions } from "../../currencies.ts";
import { rewardOptionsFrom } from "../../rewards/_form/options.ts";
import { timeZones } from "../../settings/time-zones.ts";
import type { FormOptions } from "./campaign-form.tsx";

/** What there is to choose from in this community. */
export async function readFormOptions(ctx: Ctx, companyId: string): Promise<FormOptions> {
  const [settings, rules, plans, products, commissionPlans, rewards] = await Promise.all([
    getSettings(ctx),
    currentRules(ctx),
    listPlans(ctx),
    listProducts(ctx),
    listCommissionPlans(ctx),
    listRewards(ctx),
  ]);
  return {
    companyId,
    now: ctx.clock.now(),
    timeZone: settings.timeZone,
    zones: timeZones(settings.timeZone),
    holdDays: settings.holdDays,
    currencies: currencyOptions(plans.map(({ initialPrice }) => initialPrice.currency)),
    plans: plans.map(({ planId, title, productTitle }) => ({ id: planId, title: title ?? productTitle })),
    products: products.map(({ productId, title }) => ({ id: productId, title })),
    commissionPlans: commissionPlans.map(({ id, name }) => ({ id, title: name })),
    rewards: rewards
      .filter(({ trigger, isActive }) => trigger === "campaign_prize" && isActive)
      .map(({ id, name }) => ({ id, title: name })),
    rewardOptions: rewardOptionsFrom(companyId, settings, plans, []),
    isActivationDefined: rules.activation !== null,
  };
}
