import { and, eq, inArray } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";
import { type CampaignRow, campaignOf } from "./campaign.ts";

/**
 * Has everybody scored whose friends may become active by criteria that the campaign has of its own: of those who
 * paid before, nothing else would tell it.
 */
export async function scoreOlder(ctx: Ctx, row: CampaignRow): Promise<void> {
  const { counts, activation } = campaignOf(row).terms.rules;
  if (activation === null || !counts.includes("activated")) return;
  const { companyId } = ctx;
  await transact(ctx, async (tx) => {
    const found = await tx
      .selectDistinct({ userId: referrals.referrerId })
      .from(referrals)
      .where(and(eq(referrals.companyId, companyId), inArray(referrals.status, ["converted", "activated"])));
    await enqueueEach(
      ctx,
      tx,
      "score-campaigns",
      found.map(({ userId }) => ({ companyId, userId })),
    );
  });
}
