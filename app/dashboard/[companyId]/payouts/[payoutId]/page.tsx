import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { getPayout, listPayoutItems } from "#lib/payouts/index.ts";
import { MissingPermissions } from "../../missing-permissions.tsx";
import { openOwner, type Query } from "../../open.ts";
import { permissionsNamedIn } from "../../permissions-named-in.ts";
import { addressOf } from "../../query.ts";
import { payoutTones } from "../_act/payout-tones.ts";
import { askedFor, statusesOf } from "./asked-for.ts";
import { ItemSheet } from "./item-sheet.tsx";
import { Items } from "./items.tsx";
import { Sums } from "./sums.tsx";
import { Way } from "./way.tsx";

type Props = {
  params: Promise<{ companyId: string; payoutId: string }>;
  searchParams: Promise<Query>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.payouts") };
}

/** One payout, from its draft to the last cent. */
export default async function PayoutPage({ params, searchParams }: Props) {
  const { companyId, payoutId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const { filter, cursor } = asked;
  const read = await attempt(ctx, () =>
    Promise.all([
      getPayout(ctx, { id: payoutId }),
      listPayoutItems(ctx, {
        id: payoutId,
        ...(filter === "all" ? {} : { statuses: statusesOf[filter] }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      getSettings(ctx),
    ]),
  );
  if (read.outcome === "not_found") notFound();
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [payout, list, settings] = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t, format } = speech;
  const path = `/dashboard/${companyId}/payouts`;
  const at = (more: Record<string, string | undefined | null>) => addressOf(`${path}/${payoutId}`, more);
  const opened = list.items.find(({ id }) => id === asked.item);
  return (
    <Page
      back={{ href: path, label: t("owner.nav.payouts") }}
      title={
        <>
          {t("payouts.name", { number: payout.number })}{" "}
          <Badge tone={payoutTones[payout.status]}>{t(`payouts.status.${payout.status}`)}</Badge>
        </>
      }
      lead={t(`payouts.about.${payout.method}`, { at: format.instant(payout.cutoffAt) })}
    >
      <MissingPermissions
        names={permissionsNamedIn(list.items.map(({ reason }) => reason ?? ""))}
        speech={speech}
      />
      <Way payout={payout} companyId={companyId} now={now} speech={speech} />
      <Sums payout={payout} speech={speech} />
      <Items list={list} payout={payout} asked={asked} at={at} companyId={companyId} speech={speech} />
      {opened === undefined ? null : (
        <ItemSheet
          key={opened.id}
          item={opened}
          companyId={companyId}
          closeHref={at({ show: filter === "all" ? null : filter, cursor })}
          speech={speech}
        />
      )}
    </Page>
  );
}
