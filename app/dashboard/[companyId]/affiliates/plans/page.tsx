import type { Metadata } from "next";
import Link from "next/link";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { listCommissionPlans } from "#lib/affiliates/index.ts";
import { getSettings, listProducts } from "#lib/companies/index.ts";
import { type OwnerParams, openOwner } from "../../open.ts";
import { Nobody } from "../_list/nobody.tsx";
import { Views } from "../_list/views.tsx";
import { PlanCard } from "./plan-card.tsx";
import styles from "./plans.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("affiliates.view.plans") };
}

export default async function PlansPage({ params }: OwnerParams) {
  const { companyId } = await params;
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () =>
    Promise.all([listCommissionPlans(ctx, { includeArchived: true }), listProducts(ctx), getSettings(ctx)]),
  );
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [plans, products, settings] = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  const base = `/dashboard/${companyId}`;
  const path = `${base}/affiliates`;
  const live = plans.filter(({ archivedAt }) => archivedAt === null);
  const archived = plans.filter(({ archivedAt }) => archivedAt !== null);
  const common = { companyId, products, speech };
  return (
    <Page
      title={t("owner.nav.affiliates")}
      lead={t("affiliates.lead")}
      action={
        live.length === 0 ? undefined : (
          <Link className={styles.new} href={`${path}/plans/new`}>
            <Icon name="plus" /> {t("affiliates.plans.new")}
          </Link>
        )
      }
    >
      <Views base={path} current="plans" t={t} />
      <p className={styles.policy}>
        {t(`affiliates.policy.${settings.affiliateApplications}`)}{" "}
        <Link href={`${base}/settings#affiliates`}>{t("affiliates.policy.change")}</Link>
      </p>
      {live.length === 0 ? (
        <Nobody kind="noPlan" href={`${path}/plans/new`} t={t} />
      ) : (
        live.map((plan) => <PlanCard key={plan.id} plan={plan} {...common} />)
      )}
      {archived.length === 0 ? null : (
        <details className={styles.archived}>
          <summary>{t("affiliates.plans.archivedTitle", { count: archived.length })}</summary>
          <div className={styles.list}>
            {archived.map((plan) => (
              <PlanCard key={plan.id} plan={plan} {...common} />
            ))}
          </div>
        </details>
      )}
    </Page>
  );
}
