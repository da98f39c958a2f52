import type { Metadata } from "next";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { pageUrl } from "#lib/campaigns/index.ts";
import { cardSize, versionOf } from "#lib/clicks/index.ts";
import type { CampaignPage } from "#lib/standings/index.ts";
import { campaignDrawing } from "./campaign-drawing.ts";
import { offerWords } from "./offer-words.ts";

export type Telling = { appOrigin: string; locale: Locale; now: Date };

/** Where the page is, whatever address led to it. */
export function canonicalOf({ campaign }: CampaignPage, appOrigin: string): string {
  return pageUrl(appOrigin, campaign.pagePath ?? "");
}

/** The version makes a changed card a new address: networks keep pictures by address, some for weeks. */
export function imageOf(page: CampaignPage, { appOrigin, locale, now }: Telling): string {
  const version = versionOf(campaignDrawing(page, appOrigin, locale, now));
  return `${canonicalOf(page, appOrigin)}/card?v=${version}${locale === "en" ? "" : `&l=${locale}`}`;
}

/** What the page is about, in one or two sentences. */
export function aboutOf(page: CampaignPage, { locale, now }: Omit<Telling, "appOrigin">): string {
  const { campaign, community } = page;
  const t = translatorFor(locale);
  const format = formatFor(locale, campaign.timeZone, now);
  const values = { name: campaign.name, community: community.title };
  if (campaign.status === "settling" || campaign.status === "ended")
    return t("campaignPage.aboutOver", values);
  const { friend } = offerWords(page, { t, format });
  const about = t("campaignPage.about", { ...values, day: format.day(campaign.endDate) });
  return friend === null ? about : `${about} ${friend}`;
}

/** What search engines and networks are told of the page. */
export function metadataOf(page: CampaignPage, telling: Telling): Metadata {
  const { campaign, community } = page;
  const t = translatorFor(telling.locale);
  const title = t("campaignPage.title", { name: campaign.name, community: community.title });
  const description = aboutOf(page, telling);
  const url = canonicalOf(page, telling.appOrigin);
  const image = { url: imageOf(page, telling), ...cardSize, alt: title, type: "image/png" };
  return {
    title: { absolute: title },
    description,
    robots: { index: true, follow: true },
    alternates: { canonical: url },
    openGraph: {
      type: "website",
      siteName: community.title,
      title,
      description,
      url,
      images: [image],
      locale: telling.locale === "es" ? "es_ES" : "en_US",
    },
    twitter: { card: "summary_large_image", title, description, images: [image.url] },
  };
}
