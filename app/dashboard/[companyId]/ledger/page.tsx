import type { Metadata } from "next";
import Link from "next/link";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { ExportButton } from "../_export/export-button.tsx";
import { type OwnerQuery, openOwner } from "../open.ts";
import { addressOf } from "../query.ts";
import { askedFor, filterOf, hereOf } from "./asked-for.ts";
import { Check } from "./check.tsx";
import { Filters } from "./filters.tsx";
import { PostingList } from "./posting-list.tsx";
import { readLedger } from "./read-ledger.ts";
import { Shown } from "./shown.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.nav.ledger") };
}

/** The books themselves: what every balance on the other pages is the sum of. */
export default async function LedgerPage({ params, searchParams }: OwnerQuery) {
  const { companyId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => readLedger(ctx, asked));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { list, sources, units, settings, member, check } = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t } = speech;
  const path = `/dashboard/${companyId}/ledger`;
  const here = hereOf(asked);
  const at = (more: Record<string, string | undefined | null>) => addressOf(path, { ...here, ...more });
  const isNarrowed = Object.values(here).some((value) => value !== undefined);
  return (
    <Page
      title={t("owner.nav.ledger")}
      lead={t("ledger.lead")}
      action={<ExportButton companyId={companyId} kind="ledger" filter={filterOf(asked)} />}
    >
      <Check
        check={check}
        now={now}
        href={at({ cursor: asked.cursor, check: "now" })}
        accountAt={(account) => addressOf(path, { account })}
        speech={speech}
      />
      <Filters companyId={companyId} here={here} units={units} />
      {isNarrowed ? (
        <Shown list={list} asked={asked} member={member} at={at} speech={speech}>
          <Link href={path}>{t("ledger.all")}</Link>
        </Shown>
      ) : null}
      <PostingList
        list={list}
        sources={sources}
        companyId={companyId}
        asked={asked}
        isNarrowed={isNarrowed}
        at={at}
        speech={speech}
      />
    </Page>
  );
}
