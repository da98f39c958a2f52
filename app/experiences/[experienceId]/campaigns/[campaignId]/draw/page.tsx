import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { uuid } from "../../../_home/asked-for.ts";
import { openMember } from "../../../open.ts";
import { NoCampaign } from "../_parts/no-campaign.tsx";
import { DrawPage } from "./draw-page.tsx";
import { readDraw } from "./read-draw.ts";

type Props = { params: Promise<{ experienceId: string; campaignId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.campaign.draw.title") };
}

/** How a campaign's winners are drawn, and all it takes to draw them again. */
export default async function CampaignDrawPage({ params }: Props) {
  const { experienceId, campaignId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const home = `/experiences/${experienceId}`;
  const id = uuid(campaignId);
  const read = await attempt(ctx, async () => (id === undefined ? null : await readDraw(ctx, id)));
  const { t } = await words();
  if (read.outcome !== "ok") return <Unavailable t={t} requestId={ctx.requestId} />;
  if (read.data === null) return <NoCampaign home={home} t={t} />;
  const speech = await speak(read.data.card.campaign.timeZone, ctx.clock.now());
  return <DrawPage data={read.data} experienceId={experienceId} speech={speech} />;
}
