import type { Metadata } from "next";
import { Card } from "#app/_ui/card/card.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { fraudCaseStatuses } from "#db/enums.ts";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf, oneOf, uuid } from "../query.ts";
import { CaseCard } from "./case-card.tsx";
import { readReview } from "./read-review.ts";
import styles from "./review.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.review") };
}

export default async function ReviewPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const status = oneOf(query.status, fraudCaseStatuses) ?? "open";
  const cursor = uuid(query.cursor);
  const read = await attempt(ctx, () => readReview(ctx, { status, ...(cursor ? { cursor } : {}) }));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [{ cases, nextCursor }, settings, trust] = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const here = `/dashboard/${companyId}/review`;
  return (
    <Page title={t("owner.nav.review")} lead={t("owner.review.lead")}>
      <Tabs
        label={t("owner.review.filterLabel")}
        tabs={fraudCaseStatuses.map((name) => ({
          href: name === "open" ? here : addressOf(here, { status: name }),
          label: t(`owner.review.status.${name}`),
          current: name === status,
        }))}
      />
      {cases.length === 0 ? (
        <Card>
          <Empty icon="shield" title={t(`owner.review.empty.${status}`)}>
            {status === "open" ? t("owner.review.empty.text") : undefined}
          </Empty>
        </Card>
      ) : (
        <ul className={styles.cases}>
          {cases.map((fraudCase) => (
            <li key={fraudCase.id}>
              <CaseCard
                fraudCase={fraudCase}
                trust={trust.get(fraudCase.referrer.userId)?.score ?? null}
                companyId={companyId}
                speech={speech}
              />
            </li>
          ))}
        </ul>
      )}
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={cursor ? addressOf(here, { status }) : null}
        nextHref={nextCursor ? addressOf(here, { status, cursor: nextCursor }) : null}
      />
    </Page>
  );
}
