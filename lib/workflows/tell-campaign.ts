import { campaignNews, getCampaignRow } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { notify } from "../notifications/index.ts";
import { audienceOf, participantsOf } from "../standings/index.ts";

const membersAtOnce = 500;

/** Members are to hear of a campaign's start or end: those it is for, or those who take part. */
export async function handle(ctx: Ctx, payload: JobPayload<"tell-campaign">): Promise<void> {
  const { campaignId, what } = payload;
  const pages =
    what === "starting"
      ? audienceOf(ctx, campaignId, membersAtOnce)
      : participantsOf(ctx, campaignId, membersAtOnce);
  for await (const userIds of pages) if (!(await tell(ctx, payload, userIds))) return;
}

/** Whether it is so still. The campaign is locked: who changes it after this finds what to call off. */
async function tell(
  ctx: Ctx,
  { campaignId, what }: JobPayload<"tell-campaign">,
  userIds: readonly string[],
): Promise<boolean> {
  return transact(ctx, async (_tx, ctx) => {
    const news = campaignNews(await getCampaignRow(ctx, campaignId, true), what, ctx.clock.now());
    if (news === null) return false;
    await notify(
      ctx,
      userIds.map((recipient) => ({ ...news, recipient })),
    );
    return true;
  });
}
