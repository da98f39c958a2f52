import type { Metadata } from "next";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import styles from "./activity.module.css";
import { Entry } from "./entry.tsx";
import { readActivity } from "./read-activity.ts";
import { Views } from "./views.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.activity") };
}

export default async function ActivityPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readActivity(ctx, query));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { entries, nextCursor, filter, cursor, settings } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const here = `/dashboard/${companyId}/activity`;
  const show = filter === "all" ? null : filter;
  const days = Map.groupBy(entries, (entry) => speech.format.day(entry.at));
  return (
    <Page title={t("owner.nav.activity")} lead={t("owner.activity.lead")}>
      <Views companyId={companyId} current={filter} t={t} />
      {entries.length === 0 ? (
        <Card>
          <Empty
            icon="clock"
            title={t(show === null ? "owner.activity.empty.title" : "owner.activity.empty.people")}
          >
            {t(show === null ? "owner.activity.empty.text" : "owner.activity.empty.peopleText")}
          </Empty>
        </Card>
      ) : (
        <Card flush>
          {[...days].map(([day, entries]) => (
            <section key={day}>
              <h2 className={styles.day}>{day}</h2>
              <ul>
                {entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} companyId={companyId} speech={speech} />
                ))}
              </ul>
            </section>
          ))}
          <Pager
            first={t("owner.pager.latest")}
            next={t("owner.pager.older")}
            firstHref={cursor ? addressOf(here, { show }) : null}
            nextHref={nextCursor ? addressOf(here, { show, cursor: nextCursor }) : null}
          />
        </Card>
      )}
    </Page>
  );
}
