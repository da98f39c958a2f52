import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { evaluateCampaignsOf } from "../rewards/index.ts";
import { scoreCampaigns } from "../standings/index.ts";

/** Referrals of these members changed, or a hold ended: their points follow. */
export async function handle(ctx: Ctx, payloads: readonly JobPayload<"score-campaigns">[]): Promise<void> {
  const userIds = [...new Set(payloads.map(({ userId }) => userId))];
  await scoreCampaigns(ctx, { userIds });
  await evaluateCampaignsOf(ctx, userIds);
}
