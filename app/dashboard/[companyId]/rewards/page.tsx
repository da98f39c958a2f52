import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { listCampaigns } from "#lib/campaigns/index.ts";
import { getSettings, listPlans } from "#lib/companies/index.ts";
import { listRewards } from "#lib/rewards/index.ts";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf, oneOf } from "../query.ts";
import { rewardOptionsFrom } from "./_form/options.ts";
import { Given, GivenFilter } from "./_given/given.tsx";
import { readGiven } from "./_given/read-given.ts";
import { Ladder } from "./_ladder/ladder.tsx";
import { NewReward } from "./_ladder/ladder-actions.tsx";
import styles from "./rewards.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.rewards") };
}

const views = ["ladder", "given"] as const;

export default async function RewardsPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const shown = oneOf(query.view, views) ?? "ladder";
  const read = await attempt(ctx, async () => {
    const [settings, rewards, plans, { campaigns }, given] = await Promise.all([
      getSettings(ctx),
      listRewards(ctx, { includeArchived: true }),
      listPlans(ctx),
      listCampaigns(ctx, { limit: 100 }),
      shown === "given" ? readGiven(ctx, query) : null,
    ]);
    return { settings, rewards, plans, campaigns, given };
  });
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { settings, rewards, plans, campaigns, given } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const here = `/dashboard/${companyId}/rewards`;
  const options = rewardOptionsFrom(
    companyId,
    settings,
    plans,
    campaigns.map(({ id, name }) => ({ id, name })),
  );
  return (
    <Page
      title={t("owner.nav.rewards")}
      lead={t("owner.rewards.lead")}
      action={shown === "ladder" && rewards.length > 0 ? <NewReward options={options} /> : undefined}
    >
      <div className={styles.bar}>
        <Tabs
          label={t("owner.nav.rewards")}
          tabs={views.map((name) => ({
            href: name === "ladder" ? here : addressOf(here, { view: name }),
            label: t(`owner.rewards.view.${name}`),
            current: name === shown,
          }))}
        />
        {given === null ? null : <GivenFilter given={given} companyId={companyId} t={t} />}
      </div>
      {given === null ? (
        <Ladder rewards={rewards} options={options} speech={speech} />
      ) : (
        <Given given={given} products={options.products} speech={speech} companyId={companyId} />
      )}
    </Page>
  );
}
