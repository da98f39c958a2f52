import type { CompanySettings, Plan } from "#lib/companies/index.ts";
import type { Defaults } from "./draft.ts";

export type ProductOption = { productId: string; title: string };

/** What there is to choose from for a reward in this community. */
export type RewardOptions = {
  companyId: string;
  defaults: Defaults;
  products: readonly ProductOption[];
  /** Campaigns that a reward can be bound to. */
  campaigns: readonly { id: string; name: string }[];
};

export function rewardOptionsFrom(
  companyId: string,
  settings: CompanySettings,
  plans: readonly Plan[],
  campaigns: RewardOptions["campaigns"],
): RewardOptions {
  return { companyId, defaults: defaultsFrom(settings, plans), products: productsIn(plans), campaigns };
}

/** What the community sells, once each. */
function productsIn(plans: readonly Plan[]): ProductOption[] {
  const products = new Map(plans.map(({ productId, productTitle }) => [productId, productTitle]));
  return [...products].map(([productId, title]) => ({ productId, title }));
}

/** A new reward begins in the currency of what links sell. */
function defaultsFrom(settings: CompanySettings, plans: readonly Plan[]): Defaults {
  const sold = plans.find(({ planId }) => planId === settings.defaultPlanId) ?? plans[0];
  return {
    currency: sold?.initialPrice.currency ?? "USD",
    holdDays: settings.holdDays,
    onReversal: settings.onReversal,
  };
}
