import { localeOf } from "#app/_ui/i18n/locale.ts";
import { campaignDrawing } from "#app/c/[company]/[campaign]/campaign-drawing.ts";
import {
  type CardImages,
  html,
  imageAnswer,
  languageOf,
  noCampaignPage,
  type VisitAnswer,
  withoutBody,
  wrongMethod,
} from "../clicks/index.ts";
import type { Services } from "../core/services.ts";
import { campaignPages } from "./campaign-pages.ts";

/** A request for the picture of a campaign's page. */
export type CardAsked = {
  method: string;
  community: string;
  slug: string;
  /** The query with its question mark, or nothing. */
  search: string;
  header(name: string): string | undefined;
};

export type CampaignCards = (asked: CardAsked) => Promise<VisitAnswer>;

/** Reads `/c/{community}/{campaign}/card`; null for any other path. */
export function campaignCardPath(path: string): Pick<CardAsked, "community" | "slug"> | null {
  const [, community, slug] = /^\/c\/([^/]+)\/([^/]+)\/card$/.exec(path) ?? [];
  return community === undefined || slug === undefined ? null : { community, slug };
}

/** The pictures of campaigns' pages, drawn like those of links and in one line with them. */
export function createCampaignCards(services: Services, images: CardImages): CampaignCards {
  const picture = async ({ community, slug, search, header }: CardAsked): Promise<VisitAnswer> => {
    const found = await campaignPages(services).find(community, slug);
    if (found.outcome === "unknown")
      return html(404, noCampaignPage(languageOf(header("accept-language")), found.community));
    // The address names the language: whoever shows the picture need not be whoever fetched the page.
    const locale = localeOf(new URLSearchParams(search).get("l"));
    const drawing = campaignDrawing(found.page, services.origins.app, locale, services.clock.now());
    return imageAnswer(await images.get(drawing), { header });
  };
  return async (asked) => {
    if (asked.method !== "GET" && asked.method !== "HEAD") return wrongMethod;
    const answer = await picture(asked).catch(() => imageAnswer(images.plain(), asked));
    return asked.method === "HEAD" ? withoutBody(answer) : answer;
  };
}
