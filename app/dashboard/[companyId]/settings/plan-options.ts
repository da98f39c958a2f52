import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import { moneyWords } from "#app/_ui/i18n/money-words.ts";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import type { Plan } from "#lib/companies/index.ts";

export type PlanOption = { planId: string; label: string };

/** What is on sale, and what is chosen even if it no longer is. */
export function planOptions(
  plans: readonly Plan[],
  chosen: string | null,
  t: Translator,
  locale: Locale,
): PlanOption[] {
  const isOne = new Set(plans.map(({ productId }) => productId)).size === 1;
  return plans
    .filter((plan) => plan.isVisible || plan.planId === chosen)
    .map((plan) => ({ planId: plan.planId, label: labelOf(plan, isOne, t, locale) }));
}

function labelOf(plan: Plan, isOneProduct: boolean, t: Translator, locale: Locale): string {
  const format = formatFor(locale, "UTC", new Date(0));
  const price = moneyWords(format, plan.initialPrice.minor > 0n ? plan.initialPrice : plan.renewalPrice);
  const name =
    plan.title && plan.title !== plan.productTitle
      ? isOneProduct
        ? plan.title
        : `${plan.productTitle}, ${plan.title}`
      : plan.productTitle;
  const free = plan.initialPrice.minor === 0n && plan.renewalPrice.minor === 0n;
  const terms = free
    ? t("owner.settings.plan.free")
    : plan.billingPeriodDays
      ? t("owner.settings.plan.every", { price, days: plan.billingPeriodDays })
      : t("owner.settings.plan.once", { price });
  const trial = plan.trialPeriodDays
    ? `, ${t("owner.settings.plan.trial", { days: plan.trialPeriodDays })}`
    : "";
  const hidden = plan.isVisible ? "" : ` (${t("owner.settings.plan.hidden")})`;
  return `${name} · ${terms}${trial}${hidden}`;
}
