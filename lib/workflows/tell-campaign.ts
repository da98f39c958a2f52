import { type CampaignRow, getCampaignRow } from "../campaigns/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { say } from "../core/said.ts";
import type { JobPayload } from "../jobs/index.ts";
import { type News, notify } from "../notifications/index.ts";
import { audienceOf, participantsOf } from "../standings/index.ts";

const membersAtOnce = 500;

/** Members are to hear of a campaign's start or end: those it is for, or those who take part. */
export async function handle(ctx: Ctx, { campaignId, what }: JobPayload<"tell-campaign">): Promise<void> {
  const news = newsOf(await getCampaignRow(ctx, campaignId), what, ctx.clock.now());
  if (news === null) return;
  const pages =
    what === "starting"
      ? audienceOf(ctx, campaignId, membersAtOnce)
      : participantsOf(ctx, campaignId, membersAtOnce);
  for await (const userIds of pages)
    await notify(
      ctx,
      userIds.map((recipient) => ({ ...news, recipient })),
    );
}

/** Null when it is not so any more: paused, moved or over. */
function newsOf(row: CampaignRow, what: "starting" | "ending", now: Date): Omit<News, "recipient"> | null {
  const { id, name: campaign, status, pausedAt, startDate, endDate } = row;
  if (pausedAt !== null) return null;
  const of = { subject: `campaign:${id}`, restPath: `/campaigns/${id}` };
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
