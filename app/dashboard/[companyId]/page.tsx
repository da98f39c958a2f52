import type { Metadata } from "next";
import { readData } from "#app/_edge/reading.ts";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { Alerts } from "./_today/alerts.tsx";
import { Campaigns } from "./_today/campaigns.tsx";
import { Checklist } from "./_today/checklist.tsx";
import { Funnel } from "./_today/funnel.tsx";
import { Numbers } from "./_today/numbers.tsx";
import { readToday } from "./_today/read-today.ts";
import { Recent } from "./_today/recent.tsx";
import { Shortages } from "./_today/shortages.tsx";
import styles from "./_today/today.module.css";
import { Waiting } from "./_today/waiting.tsx";
import { type OwnerQuery, openOwner } from "./open.ts";
import { addressOf, oneOf } from "./query.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.today") };
}

const periods = ["7", "30"] as const;

export default async function TodayPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, async () => readData("today") ?? readToday(ctx));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { today, health, settings, rewards, disagreement, missingPermissions, applications, due, campaigns } =
    read.data;
  const period = oneOf((await searchParams).period, periods) ?? "30";
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const base = `/dashboard/${companyId}`;
  return (
    <Page title={t("owner.nav.today")} lead={t("owner.today.lead", { community: view.company.title })}>
      <Alerts
        base={base}
        health={health}
        hasPlan={settings.defaultPlanId !== null}
        missingPermissions={missingPermissions}
        lostLately={disagreement.lostLately}
        speech={speech}
      />
      <Shortages base={base} campaigns={campaigns} rewards={rewards} t={t} />
      <Checklist base={base} today={today} health={health} settings={settings} rewards={rewards} t={t} />
      <Waiting
        base={base}
        today={today}
        health={health}
        applications={applications}
        due={due}
        speech={speech}
      />
      <Campaigns base={base} campaigns={campaigns} now={ctx.clock.now()} speech={speech} />
      <section className={styles.numbers} aria-labelledby="numbers">
        <div className={styles.head}>
          <h2 id="numbers" className={styles.title}>
            {t("owner.today.numbers.title")}
          </h2>
          <Tabs
            label={t("owner.today.numbers.period")}
            tabs={periods.map((days) => ({
              href: days === "30" ? base : addressOf(base, { period: days }),
              label: t("owner.today.numbers.days", { days: Number(days) }),
              current: days === period,
            }))}
          />
        </div>
        <Numbers
          base={base}
          numbers={period === "7" ? today.last7Days : today.last30Days}
          days={Number(period)}
          speech={speech}
        />
      </section>
      <div className={styles.pair}>
        <Funnel funnel={today.funnel} speech={speech} />
        <Recent base={base} events={today.recent} speech={speech} />
      </div>
    </Page>
  );
}
