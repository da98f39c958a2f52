import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import { CampaignRow } from "./_list/campaign-row.tsx";
import { readCampaigns, views } from "./_list/read-campaigns.ts";
import { readTemplates } from "./_new/read-templates.ts";
import { Templates } from "./_new/templates.tsx";
import styles from "./campaigns.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.campaigns") };
}

/** In the order in which they need an owner. */
const sections = ["active", "settling", "scheduled", "draft", "ended", "archived"] as const;

export default async function CampaignsPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, async () => {
    const [list, settings] = await Promise.all([readCampaigns(ctx, query), getSettings(ctx)]);
    return { list, settings, templates: list.isFirst ? await readTemplates(ctx) : null };
  });
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { list, settings, templates } = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t } = speech;
  const here = `/dashboard/${companyId}/campaigns`;
  const shown = { view: list.view === "current" ? null : list.view };
  const newCampaign = (
    <Link className={styles.new} href={`${here}/new`}>
      <Icon name="plus" /> {t("owner.campaigns.new")}
    </Link>
  );
  if (templates !== null) {
    return (
      <Page title={t("owner.nav.campaigns")} lead={t("owner.campaigns.firstLead")}>
        <Templates companyId={companyId} templates={templates} now={ctx.clock.now()} speech={speech} />
      </Page>
    );
  }
  return (
    <Page title={t("owner.nav.campaigns")} lead={t("owner.campaigns.lead")} action={newCampaign}>
      <Tabs
        label={t("owner.nav.campaigns")}
        tabs={views.map((name) => ({
          href: name === "current" ? here : addressOf(here, { view: name }),
          label: t(`owner.campaigns.view.${name}`),
          current: name === list.view,
        }))}
      />
      {list.campaigns.length === 0 ? (
        <Card flush>
          <Empty icon="trophy" title={t(`owner.campaigns.empty.${list.view}`)} />
        </Card>
      ) : null}
      {sections.map((status) => {
        const found = list.campaigns.filter((campaign) => campaign.status === status);
        if (found.length === 0) return null;
        return (
          <Card key={status} title={t(`owner.campaigns.section.${status}`)} flush>
            <ul>
              {found.map((campaign) => (
                <CampaignRow
                  key={campaign.id}
                  base={here}
                  campaign={campaign}
                  sums={list.sums.get(campaign.id)}
                  now={now}
                  speech={speech}
                />
              ))}
            </ul>
          </Card>
        );
      })}
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={list.cursor ? addressOf(here, shown) : null}
        nextHref={list.nextCursor ? addressOf(here, { ...shown, cursor: list.nextCursor }) : null}
      />
    </Page>
  );
}
