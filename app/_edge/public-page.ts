import { dayMs, floorTo, minuteMs } from "#lib/core/clock.ts";
import type { Services } from "#lib/core/services.ts";
import { campaignPages, type FoundPage } from "#lib/runtime/campaign-pages.ts";
import { sharedServices } from "#lib/runtime/shared-services.ts";
import { readData } from "./reading.ts";

export type PageData = {
  found: FoundPage;
  /** As exact as the page tells it. */
  now: Date;
};

export async function readPublicPage(services: Services, community: string, slug: string): Promise<PageData> {
  const found = await campaignPages(services).find(community, slug);
  const status = found.outcome === "shown" ? found.page.campaign.status : null;
  const counts = status === "scheduled" || status === "active";
  return { found, now: floorTo(services.clock.now(), counts ? minuteMs : dayMs) };
}

/** What was read for the page that is being drawn, or else what is there now. */
export async function pageData(community: string, slug: string): Promise<PageData> {
  return readData("campaignPage") ?? (await readPublicPage(await sharedServices(), community, slug));
}

/** Where everybody finds the app. */
export async function publicOrigin(): Promise<string> {
  return (await sharedServices()).origins.app;
}
