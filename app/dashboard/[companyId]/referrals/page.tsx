import type { Metadata } from "next";
import Link from "next/link";
import { readData } from "#app/_edge/reading.ts";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { ExportButton } from "../_export/export-button.tsx";
import { Exports } from "../_export/exports.tsx";
import { SavedViews } from "../_views/saved-views.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import { Search } from "../search.tsx";
import { askedFor, filters } from "./asked-for.ts";
import { filterOf, firstDay, readReferrals } from "./read-referrals.ts";
import { ReferralTable } from "./referral-table.tsx";
import styles from "./referrals.module.css";
import { TraceSheet } from "./trace-sheet.tsx";
import { UncreditedTable } from "./uncredited-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.referrals") };
}

export default async function ReferralsPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, async () => readData("referrals") ?? readReferrals(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { list, trace, settings } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const shown = filterOf(asked, ctx.clock.now());
  const path = `/dashboard/${companyId}/referrals`;
  const days = asked.days === undefined ? null : String(asked.days);
  const here = { show: asked.filter === "all" ? null : asked.filter, search: asked.search, days };
  const at = (more: Record<string, string | undefined | null>) => addressOf(path, { ...here, ...more });
  return (
    <Page
      title={t("owner.nav.referrals")}
      lead={t("owner.referrals.lead")}
      action={
        asked.filter === "none" ? undefined : (
          <Exports>
            <ExportButton companyId={companyId} kind="referrals" filter={shown} />
            <ExportButton companyId={companyId} kind="conversions" filter={shown} />
          </Exports>
        )
      }
    >
      <div className={styles.bar}>
        <Tabs
          label={t("owner.referrals.filterLabel")}
          tabs={filters.map((filter) => ({
            href: addressOf(path, { ...here, show: filter === "all" ? null : filter }),
            label: t(`owner.referrals.filter.${filter}`),
            current: filter === asked.filter,
          }))}
        />
        <div className={styles.narrow}>
          {asked.filter === "none" ? null : (
            <Search path={path} here={here} label={t("owner.referrals.search")} />
          )}
          <SavedViews companyId={companyId} page="referrals" path={path} here={here} />
        </div>
      </div>
      {asked.days === undefined || asked.filter === "none" ? null : (
        <p className={styles.since}>
          {t("owner.referrals.since", { day: speech.format.day(firstDay(asked.days, ctx.clock.now())) })}{" "}
          <Link href={at({ days: null })}>{t("owner.referrals.clear")}</Link>
        </p>
      )}
      {list.kind === "referrals" ? (
        <ReferralTable list={list} asked={asked} at={at} speech={speech} />
      ) : (
        <UncreditedTable list={list} asked={asked} at={at} speech={speech} />
      )}
      {trace === null ? null : (
        <TraceSheet
          trace={trace}
          companyId={companyId}
          closeHref={at({ cursor: asked.cursor })}
          speech={speech}
        />
      )}
    </Page>
  );
}
