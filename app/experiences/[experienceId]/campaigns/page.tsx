import type { Metadata } from "next";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { attempt } from "#app/_ui/state/attempt.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { getSettings } from "#lib/companies/index.ts";
import { getCampaignCards } from "#lib/standings/index.ts";
import { CampaignCards } from "../_campaign/campaign-cards.tsx";
import { BackLink } from "../_page/back-link.tsx";
import page from "../_page/part-page.module.css";
import { type MemberParams, openMember } from "../open.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words()).t("member.campaign.title") };
}

/** Every campaign that members know of, also those that are for others. */
export default async function CampaignsPage({ params }: MemberParams) {
  const { experienceId } = await params;
  const view = await openMember(experienceId);
  if (view.outcome !== "ok") return null;
  const { ctx } = view;
  const read = await attempt(ctx, () => Promise.all([getSettings(ctx), getCampaignCards(ctx)]));
  if (read.outcome !== "ok") return <Unavailable t={(await words()).t} requestId={ctx.requestId} />;
  const [settings, cards] = read.data;
  const now = ctx.clock.now();
  const speech = await speak(settings.timeZone, now);
  const { t } = speech;
  const home = `/experiences/${experienceId}`;
  return (
    <main className={page.page}>
      <BackLink href={home}>{t("member.campaign.back")}</BackLink>
      <h1 className={page.title}>{t("member.campaign.title")}</h1>
      {cards.length === 0 ? (
        <Empty icon="trophy" title={t("member.campaign.none.title")}>
          {t("member.campaign.none.text")}
        </Empty>
      ) : (
        <CampaignCards cards={cards} all here={home} now={now} speech={speech} />
      )}
    </main>
  );
}
