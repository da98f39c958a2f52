import { dayMs } from "../core/clock.ts";
import { say } from "../core/said.ts";
import type { News } from "../notifications/index.ts";
import type { CampaignRow } from "./campaign.ts";

/** What the news of a campaign speaks of. */
export type Telling = Pick<CampaignRow, "id" | "name" | "status" | "pausedAt" | "startDate" | "endDate">;

/**
 * What there is to tell of a campaign's start or end now; null when it is paused, far off or over. The date is a part
 * of the subject, so that whoever was told of another one is told of this one too, each date once.
 */
export function campaignNews(
  { id, name: campaign, status, pausedAt, startDate, endDate }: Telling,
  what: "starting" | "ending",
  now: Date,
): Omit<News, "recipient"> | null {
  if (pausedAt !== null) return null;
  const date = what === "starting" ? startDate : endDate;
  const of = { subject: `${aboutCampaign(id)}:${date.toISOString()}`, restPath: `/campaigns/${id}` };
  if (what === "ending") {
    if (status !== "active" || endDate <= now) return null;
    const told = say("notification.campaignEnding", { campaign, at: endDate });
    return { ...of, kind: "campaign_ending", told, staleAt: endDate };
  }
  if (status === "scheduled" && startDate > now) {
    if (startDate.getTime() - now.getTime() > dayMs) return null;
    const told = say("notification.campaignStarting", { campaign, at: startDate });
    return { ...of, kind: "campaign_starting", told, staleAt: startDate };
  }
  if (status !== "active" || endDate <= now) return null;
  const told = say("notification.campaignRunning", { campaign, until: endDate });
  return { ...of, kind: "campaign_starting", told, staleAt: endDate };
}

/** What the subjects of all news of a campaign begin with. */
export function aboutCampaign(id: string): string {
  return `campaign:${id}`;
}
