import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { schedule, unschedule } from "../jobs/index.ts";
import type { CampaignRow } from "./campaign.ts";

type Dates = Pick<CampaignRow, "status" | "startDate" | "endDate">;

/** Members are told a day before a campaign starts, or as soon as it is known; and when its end is near. */
export async function planNews(ctx: Ctx, row: Dates & { id: string }): Promise<void> {
  const { companyId } = ctx;
  for (const what of ["starting", "ending"] as const) {
    const dueAt = whenToTell(row, what, ctx.clock.now());
    const timer = { job: "tell-campaign", key: `${row.id}:${what}` } as const;
    const payload = { companyId, campaignId: row.id, what };
    await transact(ctx, (tx) =>
      dueAt === null ? unschedule(ctx, tx, timer) : schedule(ctx, tx, { ...timer, dueAt, payload }),
    );
  }
}

/** Null where there is nothing to tell any more. */
export function whenToTell(
  { status, startDate, endDate }: Dates,
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
  const dueAt = new Date(endDate.getTime() - lead);
  return dueAt > now ? dueAt : null;
}
