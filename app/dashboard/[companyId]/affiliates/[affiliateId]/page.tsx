import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { type Speech, speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import type { AffiliateDetails } from "#lib/affiliates/index.ts";
import { openOwner, type Query } from "../../open.ts";
import { addressOf } from "../../query.ts";
import { Decide } from "../_decide/decide.tsx";
import { choicesFrom } from "../_decide/plan-choice.ts";
import { affiliateTones } from "../_list/affiliate-tones.ts";
import { askedFor } from "./asked-for.ts";
import { Balances } from "./balances.tsx";
import { CommissionSheet } from "./commission-sheet.tsx";
import { CommissionTable, shownFilter } from "./commission-table.tsx";
import { EntriesSheet } from "./entries-sheet.tsx";
import { readAffiliate } from "./read-affiliate.ts";
import { Standing } from "./standing.tsx";
import { TermsHistory } from "./terms-history.tsx";

type Props = {
  params: Promise<{ companyId: string; affiliateId: string }>;
  searchParams: Promise<Query>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("affiliates.one") };
}

export default async function AffiliatePage({ params, searchParams }: Props) {
  const { companyId, affiliateId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readAffiliate(ctx, affiliateId, asked));
  if (read.outcome === "not_found") notFound();
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { affiliate, plans, settings, list, accounts, commission, opened } = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t } = speech;
  const path = `/dashboard/${companyId}/affiliates`;
  const here = `${path}/${affiliateId}`;
  const at = (more: Record<string, string | undefined | null>) => addressOf(here, more);
  const { id, userId, status, planId, member } = affiliate;
  return (
    <Page
      back={{ href: path, label: t("owner.nav.affiliates") }}
      title={
        <>
          {member.name} <Badge tone={affiliateTones[status]}>{t(`affiliates.status.${status}`)}</Badge>
        </>
      }
      lead={leadOf(affiliate, speech)}
      action={
        <Decide
          companyId={companyId}
          affiliate={{ id, userId, status, planId, name: member.name }}
          plans={choicesFrom(plans)}
        />
      }
    >
      <Standing affiliate={affiliate} speech={speech} />
      <Balances accounts={accounts} entriesAt={(account) => at({ account })} speech={speech} />
      <CommissionTable
        companyId={companyId}
        affiliateId={affiliateId}
        list={list}
        asked={asked}
        at={at}
        speech={speech}
      />
      <TermsHistory affiliate={affiliate} speech={speech} />
      {commission === null ? null : (
        <CommissionSheet
          key={commission.id}
          commission={commission}
          companyId={companyId}
          closeHref={at({ show: shownFilter(asked), cursor: asked.cursor })}
          now={now}
          speech={speech}
        />
      )}
      {opened === null || commission !== null ? null : (
        <EntriesSheet
          key={opened.account.accountId}
          opened={opened}
          companyId={companyId}
          at={at}
          isFirstPage={asked.before === undefined}
          speech={speech}
        />
      )}
    </Page>
  );
}

function leadOf(
  { status, decidedAt, planName, recruitedBy }: AffiliateDetails,
  { t, format }: Speech,
): string {
  const parts = [
    status === "active" && decidedAt !== null ? t("affiliates.since", { at: format.day(decidedAt) }) : null,
    planName === null ? null : t("affiliates.onPlan", { plan: planName }),
    recruitedBy === null ? null : t("affiliates.recruitedBy", { name: recruitedBy.name }),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
