import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Page } from "#app/_ui/page/page.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { openOwner, type Query } from "../../open.ts";
import { addressOf, uuid } from "../../query.ts";
import { askedFor, views } from "./asked-for.ts";
import { MemberSheet } from "./member-sheet.tsx";
import { PublicPage } from "./public-page.tsx";
import { readCampaign } from "./read-campaign.ts";
import { Result } from "./result.tsx";
import { Standings } from "./standings.tsx";
import { Terms } from "./terms.tsx";
import { Way } from "./way.tsx";

type Props = {
  params: Promise<{ companyId: string; campaignId: string }>;
  searchParams: Promise<Query>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("owner.campaigns.one") };
}

export default async function CampaignPage({ params, searchParams }: Props) {
  const { companyId, campaignId } = await params;
  const asked = askedFor(await searchParams);
  const view = await openOwner(companyId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const id = uuid(campaignId);
  if (id === undefined) notFound();
  const read = await attempt(ctx, () => readCampaign(ctx, id, asked));
  if (read.outcome === "not_found") notFound();
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const { campaign, sums, rewards, titles, timeZone, part, opened } = read.data;
  const now = ctx.clock.now();
  const general = await speak(timeZone, now);
  // Everything about a campaign is told in its own time zone.
  const speech = { ...general, format: formatFor(general.locale, campaign.timeZone, now) };
  const { t } = speech;
  const base = `/dashboard/${companyId}`;
  const here = `${base}/campaigns/${id}`;
  const shown = { view: asked.view === "standings" ? null : asked.view };
  const page = asked.page > 1 ? String(asked.page) : null;
  return (
    <Page
      back={{ href: `${base}/campaigns`, label: t("owner.nav.campaigns") }}
      title={campaign.name}
      lead={campaign.description ?? undefined}
    >
      <Way campaign={campaign} sums={sums} companyId={companyId} speech={speech} />
      <PublicPage campaign={campaign} appOrigin={ctx.origins.app} companyId={companyId} speech={speech} />
      <Tabs
        label={campaign.name}
        tabs={views.map((name) => ({
          href: name === "standings" ? here : addressOf(here, { view: name }),
          label: t(`owner.campaigns.part.${name}`),
          current: name === asked.view,
        }))}
      />
      {part.view === "standings" ? (
        <Standings
          campaign={campaign}
          standings={part.page}
          page={asked.page}
          open={opened?.member.userId ?? null}
          here={here}
          speech={speech}
        />
      ) : part.view === "result" ? (
        <Result
          campaign={campaign}
          prizes={part.prizes}
          draw={part.draw}
          rewards={rewards}
          base={base}
          speech={speech}
        />
      ) : (
        <Terms
          campaign={campaign}
          versions={part.versions}
          rewards={rewards}
          titles={titles}
          base={base}
          speech={speech}
        />
      )}
      {opened === null ? null : (
        <MemberSheet
          opened={opened}
          base={base}
          closeHref={addressOf(here, { ...shown, page })}
          olderHref={(cursor) => addressOf(here, { ...shown, page, member: opened.member.userId, cursor })}
          isLater={asked.cursor !== undefined}
          speech={speech}
        />
      )}
    </Page>
  );
}
