import type { Metadata } from "next";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { SavedViews } from "../_views/saved-views.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import { Search } from "../search.tsx";
import { NewAffiliate } from "./_decide/new-affiliate.tsx";
import { choicesFrom } from "./_decide/plan-choice.ts";
import { AffiliateTable } from "./_list/affiliate-table.tsx";
import styles from "./_list/affiliates.module.css";
import { Applications } from "./_list/applications.tsx";
import { askedFor, filters } from "./_list/asked-for.ts";
import { Nobody } from "./_list/nobody.tsx";
import { readAffiliates } from "./_list/read-affiliates.ts";
import { Totals } from "./_list/totals.tsx";
import { Views } from "./_list/views.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.affiliates") };
}

export default async function AffiliatesPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readAffiliates(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { list, overview, plans, settings, applications } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const base = `/dashboard/${companyId}`;
  const path = `${base}/affiliates`;
  const here = { status: asked.filter === "all" ? null : asked.filter, search: asked.search };
  const choices = choicesFrom(plans);
  const known = Object.values(overview.counts).reduce((sum, count) => sum + count, 0);
  const title = t("owner.nav.affiliates");
  if (plans.length === 0 && known === 0)
    return (
      <Page title={title} lead={t("affiliates.lead")}>
        <Views base={path} current="people" t={t} />
        <Nobody kind="noPlan" href={`${path}/plans/new`} t={t} />
      </Page>
    );
  return (
    <Page
      title={title}
      lead={t("affiliates.lead")}
      action={<NewAffiliate companyId={companyId} plans={choices} />}
    >
      <Views base={path} current="people" t={t} />
      {applications.length === 0 ? null : (
        <Applications
          applications={applications}
          count={overview.counts.applied}
          companyId={companyId}
          plans={choices}
          speech={speech}
        />
      )}
      <Totals
        totals={overview.totals}
        payoutsHref={`${base}/payouts`}
        ledgerHref={`${base}/ledger`}
        speech={speech}
      />
      {known === 0 ? (
        <Nobody kind={settings.affiliateApplications} href={`${base}/settings#affiliates`} t={t} />
      ) : (
        <>
          <div className={styles.bar}>
            <Tabs
              label={t("affiliates.filterLabel")}
              tabs={filters.map((filter) => ({
                href: addressOf(path, { ...here, status: filter === "all" ? null : filter }),
                label: t(`affiliates.filter.${filter}`),
                current: filter === asked.filter,
                count: filter === "all" ? null : overview.counts[filter],
              }))}
            />
            <div className={styles.narrow}>
              <Search path={path} here={here} label={t("affiliates.search")} />
              <SavedViews companyId={companyId} page="affiliates" path={path} here={here} />
            </div>
          </div>
          {list.affiliates.length === 0 ? (
            <Card>
              <Empty icon="search" title={t("affiliates.none.title")}>
                {t("affiliates.none.text")}
              </Empty>
            </Card>
          ) : (
            <AffiliateTable
              list={list}
              path={path}
              firstHref={asked.cursor ? addressOf(path, here) : null}
              nextHref={list.nextCursor ? addressOf(path, { ...here, cursor: list.nextCursor }) : null}
              speech={speech}
            />
          )}
        </>
      )}
    </Page>
  );
}
