import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { pageUrl } from "#lib/campaigns/index.ts";
import { type CardDrawing, drawableText } from "#lib/clicks/index.ts";
import type { CampaignPage } from "#lib/standings/index.ts";
import { offerWords } from "./offer-words.ts";

/** What the card of a campaign's page says. */
export function campaignDrawing(
  page: CampaignPage,
  appOrigin: string,
  locale: Locale,
  now: Date,
): CardDrawing {
  const { campaign, community } = page;
  const t = translatorFor(locale);
  const format = formatFor(locale, campaign.timeZone, now);
  const name = drawableText(community.title, 30);
  const isAhead = campaign.status === "scheduled" || campaign.status === "active";
  const when = isAhead
    ? t("campaignPage.card.until", { day: format.day(campaign.endDate) })
    : t("campaignPage.card.over");
  const { friend, referrer } = offerWords(page, { t, format });
  const address = pageUrl(appOrigin, campaign.pagePath ?? "").replace(/^https?:\/\//, "");
  return {
    name,
    from: name === null ? when : `${name} · ${when}`,
    title: drawableText(campaign.name, 64) ?? name ?? t("campaignPage.card.campaign"),
    offer: isAhead ? drawableText(friend ?? referrer, 90) : null,
    address: drawableText(address, 60) ?? "",
  };
}
