import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { fraudCaseStatuses } from "#db/enums.ts";
import { claimStandings } from "#lib/claims/index.ts";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf, oneOf, only, uuid } from "../query.ts";
import { Claims } from "./_claims/claims.tsx";
import { Cases } from "./cases.tsx";
import { readReview } from "./read-review.ts";
import styles from "./review.module.css";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.review") };
}

const views = ["cases", "claims"] as const;

/** What people of the team look at before it counts: referrals that were held, and claims that one is missing. */
export default async function ReviewPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const query = await searchParams;
  const access = await openOwner(companyId);
  if (access.outcome !== "ok") return null;
  const { ctx } = access;
  const asked = {
    view: oneOf(query.view, views) ?? "cases",
    status: oneOf(query.status, fraudCaseStatuses) ?? "open",
    standing: oneOf(query.standing, claimStandings) ?? "open",
    search: only(query.search),
    cursor: uuid(query.cursor),
  };
  const read = await attempt(ctx, () => readReview(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { cases, claims, waiting, timeZone } = read.data;
  const speech = await speak(timeZone, ctx.clock.now());
  const { t } = speech;
  const here = `/dashboard/${companyId}/review`;
  return (
    <Page
      title={t("owner.nav.review")}
      lead={t(asked.view === "cases" ? "owner.review.lead" : "claim.owner.lead")}
    >
      <div className={styles.areas}>
        <Tabs
          label={t("claim.owner.areas")}
          tabs={views.map((view) => ({
            href: view === "cases" ? here : addressOf(here, { view }),
            label: t(`claim.owner.${view}`),
            current: view === asked.view,
            count: waiting[view],
          }))}
        />
      </div>
      {claims === null ? (
        <Cases {...cases} asked={asked} here={here} companyId={companyId} speech={speech} />
      ) : (
        <Claims {...claims} asked={asked} here={here} companyId={companyId} speech={speech} />
      )}
    </Page>
  );
}
