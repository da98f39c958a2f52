import type { Metadata } from "next";
import { words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { currentRules, getSettings, listPlans } from "#lib/companies/index.ts";
import { type OwnerParams, openOwner } from "../open.ts";
import { CommunityForm } from "./_forms/community-form.tsx";
import { CreditForm } from "./_forms/credit-form.tsx";
import { OfferForm } from "./_forms/offer-form.tsx";
import { PlanForm } from "./_forms/plan-form.tsx";
import { RewardDefaultsForm } from "./_forms/reward-defaults-form.tsx";
import { planOptions } from "./plan-options.ts";
import { timeZones } from "./time-zones.ts";

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
    Promise.all([getSettings(ctx), currentRules(ctx), listPlans(ctx)]),
  );
  if (read.outcome !== "ok") return <Unavailable t={t} requestId={ctx.requestId} />;
  const [settings, rules, plans] = read.data;
  return (
    <Page title={t("owner.nav.settings")} lead={t("owner.settings.lead")}>
      <PlanForm
        companyId={companyId}
        planId={settings.defaultPlanId}
        options={planOptions(plans, settings.defaultPlanId, t, locale)}
      />
      <OfferForm companyId={companyId} offerText={settings.offerText} />
      <CreditForm companyId={companyId} rules={rules} />
      <RewardDefaultsForm
        companyId={companyId}
        values={{ holdDays: settings.holdDays, onReversal: settings.onReversal }}
      />
      <CommunityForm
        companyId={companyId}
        zones={timeZones(settings.timeZone)}
        values={{
          timeZone: settings.timeZone,
          leaderboardVisible: settings.leaderboardVisible,
          visitorCookie: settings.visitorCookie,
          viralWindowDays: settings.viralWindowDays,
        }}
      />
    </Page>
  );
}
