import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule, unschedule } from "../jobs/index.ts";
import { callOffExcept } from "../notifications/index.ts";
import { aboutCampaign, campaignNews, type Telling } from "./campaign-news.ts";

/**
 * Members are told a day before a campaign starts, or as soon as it is known; and when its end is near. What waits
 * to be told and is not so any more is called off. The caller holds the campaign's lock.
 */
export async function planNews(ctx: Ctx, row: Telling): Promise<void> {
  const { companyId } = ctx;
  const now = ctx.clock.now();
  for (const what of ["starting", "ending"] as const) {
    const told = campaignNews(row, what, now)?.told ?? null;
    await callOffExcept(ctx, `campaign_${what}`, aboutCampaign(row.id), told);
    const dueAt = whenToTell(row, what, now);
    const timer = { job: "tell-campaign", key: `${row.id}:${what}` } as const;
    const payload = { companyId, campaignId: row.id, what };
    await transact(ctx, (tx) =>
      dueAt === null ? unschedule(ctx, tx, timer) : schedule(ctx, tx, { ...timer, dueAt, payload }),
    );
  }
}

/** Null where there is nothing to tell any more. */
function whenToTell(
  { status, startDate, endDate }: Telling,
  what: "starting" | "ending",
  now: Date,
): Date | null {
  if (status !== "scheduled" && status !== "active") return null;
  if (what === "starting") {
    // Who resumes one that has been on for long has told of it before.
    if (now.getTime() > startDate.getTime() + dayMs) return null;
    return new Date(Math.max(startDate.getTime() - dayMs, now.getTime()));
  }
  // A short one is told of in its last quarter, not as soon as it has begun.
  const lead = Math.min(dayMs, (endDate.getTime() - startDate.getTime()) / 4);
  // Near already, it may be news all the same: it was another end before, or the campaign was paused.
  return endDate > now ? new Date(Math.max(endDate.getTime() - lead, now.getTime())) : null;
}
