import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { type Query, uuid } from "../../_home/asked-for.ts";
import { openMember } from "../../open.ts";
import { CampaignPage } from "./_parts/campaign-page.tsx";
import { NoCampaign } from "./_parts/no-campaign.tsx";
import { readCampaign } from "./read-campaign.ts";

type Props = {
  params: Promise<{ experienceId: string; campaignId: string }>;
  searchParams: Promise<Query>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.campaign.title") };
}

/** A campaign as a member sees it: what counts, what there is to win, where everybody stands, and why. */
export default async function MemberCampaignPage({ params, searchParams }: Props) {
  const { experienceId, campaignId } = await params;
  const cursor = uuid((await searchParams).from);
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const home = `/experiences/${experienceId}`;
  const id = uuid(campaignId);
  const read = await attempt(ctx, async () =>
    id === undefined ? null : await readCampaign(ctx, id, cursor),
  );
  const { t } = await words();
  if (read.outcome !== "ok") return <Unavailable t={t} requestId={ctx.requestId} />;
  if (read.data === null) return <NoCampaign home={home} t={t} />;
  const now = ctx.clock.now();
  return (
    <CampaignPage
      data={read.data}
      isFirst={cursor === undefined}
      home={home}
      appOrigin={ctx.origins.app}
      now={now}
      speech={await speak(read.data.card.campaign.timeZone, now)}
    />
  );
}
