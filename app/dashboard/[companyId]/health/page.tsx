import type { Metadata } from "next";
import { Definition } from "#app/_ui/definition/definition.tsx";
import { Figure, Figures } from "#app/_ui/figure/figure.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { getHealth, listStuckWork, listWebhooks } from "#lib/jobs/index.ts";
import { getNotificationStanding } from "#lib/notifications/index.ts";
import { getReconciliation } from "#lib/reconciliation/index.ts";
import { getStatsComparison } from "#lib/stats/index.ts";
import { type OwnerParams, openOwner } from "../open.ts";
import { Agreement } from "./agreement.tsx";
import { Notifications } from "./notifications.tsx";
import { Numbers } from "./numbers.tsx";
import { Permissions } from "./permissions.tsx";
import { StuckList } from "./stuck-list.tsx";
import { WebhookList } from "./webhook-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.health") };
}

const shownWebhooks = 20;

export default async function HealthPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, async () =>
    Promise.all([
      getHealth(ctx),
      listStuckWork(ctx),
      listWebhooks(ctx, { limit: shownWebhooks }),
      getSettings(ctx),
      getReconciliation(ctx),
      getStatsComparison(ctx),
      getNotificationStanding(ctx),
    ]),
  );
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [health, stuck, webhooks, settings, reconciliation, comparison, notified] = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t, format } = speech;
  const { lastAt } = health.webhooks;
  return (
    <Page title={t("owner.nav.health")} lead={t("owner.health.lead")}>
      {health.workerRuns === false ? (
        <Notice tone="danger" title={t("owner.health.worker.title")}>
          {t("owner.health.worker.text")}
        </Notice>
      ) : null}
      {lastAt !== null && health.webhooks.isSilent ? (
        <Notice tone="warning" title={t("owner.health.silent.title", { ago: format.ago(lastAt) })}>
          {t("owner.health.silent.text")}
        </Notice>
      ) : null}
      {reconciliation.lostLately > 0 ? (
        <Notice tone="warning" title={t("owner.health.lost.title", { count: reconciliation.lostLately })}>
          {t("owner.health.lost.text")}
        </Notice>
      ) : null}
      <Figures>
        <Figure
          label={<Definition meaning={t("owner.health.lastMeaning")}>{t("owner.health.last")}</Definition>}
          value={lastAt === null ? t("owner.health.never") : format.ago(lastAt)}
          detail={lastAt === null ? undefined : format.instant(lastAt)}
        />
        <Figure
          label={<Definition meaning={t("owner.health.stuckMeaning")}>{t("owner.health.stuck")}</Definition>}
          value={format.number(stuck.length)}
          href="#stuck"
          hrefLabel={t("owner.health.stuckOpen", { count: stuck.length })}
        />
        <Figure
          label={
            <Definition meaning={t("owner.health.failingMeaning")}>{t("owner.health.failing")}</Definition>
          }
          value={format.number(health.jobs.failing)}
        />
        <Figure
          label={
            <Definition meaning={t("owner.health.workerMeaning")}>{t("owner.health.workerLabel")}</Definition>
          }
          value={t(
            health.workerRuns === null
              ? "owner.health.unknown"
              : health.workerRuns
                ? "owner.health.runs"
                : "owner.health.stands",
          )}
        />
      </Figures>
      <Agreement companyId={companyId} reconciliation={reconciliation} speech={speech} />
      <Numbers comparison={comparison} speech={speech} />
      <Notifications companyId={companyId} standing={notified} speech={speech} />
      <StuckList companyId={companyId} stuck={stuck} speech={speech} />
      <WebhookList webhooks={webhooks} speech={speech} />
      <Permissions companyId={companyId} speech={speech} />
    </Page>
  );
}
