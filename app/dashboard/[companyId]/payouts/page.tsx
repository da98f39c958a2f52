import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { MissingPermissions } from "../missing-permissions.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { uuid } from "../query.ts";
import { History } from "./history.tsx";
import { Owed } from "./owed.tsx";
import { readPayouts } from "./read-payouts.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.payouts") };
}

export default async function PayoutsPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const cursor = uuid((await searchParams).cursor);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readPayouts(ctx, cursor));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { owed, overview, list, open, settings, missing } = read.data;
  const speech = await speak(settings.timeZone, ctx.clock.now());
  const { t } = speech;
  return (
    <Page title={t("owner.nav.payouts")} lead={t("payouts.lead")}>
      <MissingPermissions names={missing} speech={speech} />
      <Owed
        companyId={companyId}
        owed={owed}
        totals={overview.totals}
        open={open}
        method={settings.payouts.method}
        speech={speech}
      />
      <History companyId={companyId} list={list} cursor={cursor} speech={speech} />
    </Page>
  );
}
