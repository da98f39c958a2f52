import type { Metadata } from "next";
import { words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { conversionTypes } from "#db/enums.ts";
import { currentRules, getSettings, listPlans, listProducts } from "#lib/companies/index.ts";
import { getVouchRules } from "#lib/trust/index.ts";
import { currencyOptions } from "../currencies.ts";
import { type OwnerParams, openOwner } from "../open.ts";
import { ActivationForm } from "./_forms/activation-form.tsx";
import { AffiliatesForm } from "./_forms/affiliates-form.tsx";
import { CommunityForm } from "./_forms/community-form.tsx";
import { CreditForm } from "./_forms/credit-form.tsx";
import { OfferForm } from "./_forms/offer-form.tsx";
import { PayoutsForm } from "./_forms/payouts-form.tsx";
import { PlanForm } from "./_forms/plan-form.tsx";
import { ProductsForm } from "./_forms/products-form.tsx";
import { RewardDefaultsForm } from "./_forms/reward-defaults-form.tsx";
import { TrustForm } from "./_forms/trust-form.tsx";
import { VouchesForm } from "./_forms/vouches-form.tsx";
import { planOptions } from "./plan-options.ts";
import { timeZones } from "./time-zones.ts";
import { weekdaysIn } from "./weekdays.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.settings") };
}

export default async function SettingsPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const { t, locale } = await words();
  const read = await attempt(ctx, async () =>
    Promise.all([getSettings(ctx), currentRules(ctx), listPlans(ctx), listProducts(ctx), getVouchRules(ctx)]),
  );
  if (read.outcome !== "ok") return <Unavailable t={t} requestId={ctx.requestId} />;
  const [settings, rules, plans, products, vouchRules] = read.data;
  const currencies = currencyOptions(plans.map(({ initialPrice }) => initialPrice.currency));
  return (
    <Page title={t("owner.nav.settings")} lead={t("owner.settings.lead")}>
      <PlanForm
        companyId={companyId}
        planId={settings.defaultPlanId}
        options={planOptions(plans, settings.defaultPlanId, t, locale)}
      />
      <OfferForm companyId={companyId} offerText={settings.offerText} />
      <CreditForm companyId={companyId} rules={rules} />
      <ActivationForm companyId={companyId} rules={rules} currencies={currencies} />
      <RewardDefaultsForm
        companyId={companyId}
        values={{ holdDays: settings.holdDays, onReversal: settings.onReversal }}
      />
      <TrustForm companyId={companyId} trust={settings.trust} />
      <VouchesForm companyId={companyId} rules={vouchRules} />
      <AffiliatesForm companyId={companyId} affiliateApplications={settings.affiliateApplications} />
      <PayoutsForm
        companyId={companyId}
        payouts={settings.payouts}
        currencies={currencies}
        weekdays={weekdaysIn(locale)}
      />
      <ProductsForm
        companyId={companyId}
        products={products}
        kinds={conversionTypes.map((value) => ({ value, name: t(`commission.type.${value}`) }))}
      />
      <CommunityForm
        companyId={companyId}
        zones={timeZones(settings.timeZone)}
        values={{
          timeZone: settings.timeZone,
          language: settings.language,
          leaderboardVisible: settings.leaderboardVisible,
          visitorCookie: settings.visitorCookie,
          viralWindowDays: settings.viralWindowDays,
        }}
      />
    </Page>
  );
}
