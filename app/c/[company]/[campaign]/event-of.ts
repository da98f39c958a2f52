import type { CampaignPage } from "#lib/standings/index.ts";
import { aboutOf, canonicalOf, imageOf, type Telling } from "./metadata-of.ts";

/** The campaign as schema.org has it: an event that takes place online. */
export function eventOf(page: CampaignPage, telling: Telling): string {
  const { campaign, community } = page;
  const url = canonicalOf(page, telling.appOrigin);
  const organizer = {
    "@type": "Organization",
    name: community.title,
    ...(community.url === null ? {} : { url: community.url }),
  };
  const event = {
    "@context": "https://schema.org",
    "@type": "Event",
    name: campaign.name,
    description: campaign.description ?? aboutOf(page, telling),
    url,
    image: [imageOf(page, telling)],
    startDate: campaign.startDate.toISOString(),
    endDate: campaign.endDate.toISOString(),
    eventStatus: "https://schema.org/EventScheduled",
    eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
    location: { "@type": "VirtualLocation", url: community.url ?? url },
    organizer,
    inLanguage: telling.locale,
  };
  // Nothing that people wrote can begin or end a tag inside of the script.
  return JSON.stringify(event).replaceAll("<", "\\u003c");
}
