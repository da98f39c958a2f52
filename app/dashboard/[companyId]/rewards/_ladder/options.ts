import type { CompanySettings, Plan } from "#lib/companies/index.ts";
import type { Defaults } from "./draft.ts";
import type { ProductOption } from "./reward-dialog.tsx";

/** What the community sells, once each. */
export function productsIn(plans: readonly Plan[]): ProductOption[] {
  const products = new Map(plans.map(({ productId, productTitle }) => [productId, productTitle]));
  return [...products].map(([productId, title]) => ({ productId, title }));
}

/** A new reward begins in the currency of what links sell. */
export function defaultsFrom(settings: CompanySettings, plans: readonly Plan[]): Defaults {
  const sold = plans.find(({ planId }) => planId === settings.defaultPlanId) ?? plans[0];
  return {
    currency: sold?.initialPrice.currency ?? "USD",
    holdDays: settings.holdDays,
    onReversal: settings.onReversal,
  };
}
