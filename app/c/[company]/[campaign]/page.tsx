import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type PageData, pageData, publicOrigin } from "#app/_edge/public-page.ts";
import { PublicFrame } from "#app/_ui/frame/public-frame.tsx";
import { speak, words } from "#app/_ui/i18n/request.ts";
import { Unavailable } from "#app/_ui/state/unavailable.tsx";
import { AppError } from "#lib/core/errors.ts";
import { wordsOf } from "#lib/core/said.ts";
import { CampaignPublicPage } from "./_parts/campaign-public-page.tsx";
import { eventOf } from "./event-of.ts";
import { metadataOf } from "./metadata-of.ts";

type Props = { params: Promise<{ company: string; campaign: string }> };

type Read = { outcome: "ok"; data: PageData } | { outcome: "unavailable"; error: AppError };

/** Once for the page and for what is said of it. */
const read = cache(async (company: string, campaign: string): Promise<Read> => {
  try {
    return { outcome: "ok", data: await pageData(company, campaign) };
  } catch (error) {
    if (error instanceof AppError) return { outcome: "unavailable", error };
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { company, campaign } = await params;
  const { t, locale } = await words();
  const known = await read(company, campaign);
  if (known.outcome !== "ok" || known.data.found.outcome !== "shown") {
    return { title: { absolute: t("campaignPage.gone.title") }, robots: { index: false } };
  }
  const appOrigin = await publicOrigin();
  return metadataOf(known.data.found.page, { appOrigin, locale, now: known.data.now });
}

/** A campaign, for everybody: offer, time, rules, prizes and standings. */
export default async function PublicCampaignPage({ params }: Props) {
  const { company, campaign } = await params;
  const known = await read(company, campaign);
  const { t, locale } = await words();
  if (known.outcome !== "ok") {
    return (
      <PublicFrame>
        <Unavailable t={t} message={wordsOf(known.error.told, locale)} />
      </PublicFrame>
    );
  }
  const { found, now } = known.data;
  if (found.outcome !== "shown") notFound();
  const appOrigin = await publicOrigin();
  const speech = await speak(found.page.campaign.timeZone, now);
  return (
    <PublicFrame>
      <script
        type="application/ld+json"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: written as JSON in which no tag can begin
        dangerouslySetInnerHTML={{ __html: eventOf(found.page, { appOrigin, locale, now }) }}
      />
      <CampaignPublicPage page={found.page} now={now} speech={speech} />
    </PublicFrame>
  );
}
