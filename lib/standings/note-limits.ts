import { and, eq, sql } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { minorOf } from "../campaigns/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { say } from "../core/said.ts";
import { type News, notify, team } from "../notifications/index.ts";
import { latestOf } from "./exclusive.ts";
import type { Exhausted, ScoringCampaign } from "./scoring.ts";

type Standing = {
  exhausted: Exhausted | null;
  usedMinor: bigint;
  /** How many referrals more, or fewer, count or may come to. */
  referrals: number;
};

/** Writes down how far a campaign's limits are used, and tells the team when one is reached. */
export async function noteLimits(ctx: Ctx, campaign: ScoringCampaign, standing: Standing): Promise<void> {
  const { id, name } = campaign;
  const { exhausted, usedMinor, referrals } = standing;
  await transact(ctx, async (tx, ctx) => {
    const [before] = await tx
      .select({
        usedMinor: campaigns.budgetUsedMinor,
        exhaustedAt: campaigns.exhaustedAt,
        exhaustedBy: campaigns.exhaustedBy,
        totalReferrals: campaigns.totalReferrals,
      })
      .from(campaigns)
      .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, id)));
    const isSame =
      before?.usedMinor === usedMinor &&
      before.exhaustedAt?.getTime() === exhausted?.at.getTime() &&
      before.exhaustedBy === (exhausted?.by ?? null);
    if (isSame && referrals === 0) return;
    await tx
      .update(campaigns)
      .set({
        budgetUsedMinor: usedMinor,
        exhaustedAt: exhausted?.at ?? null,
        exhaustedBy: exhausted?.by ?? null,
        totalReferrals: sql`${campaigns.totalReferrals} + ${referrals}`,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, id)));
    await tellLow(ctx, campaign, {
      usedMinor,
      referrals: (before?.totalReferrals ?? 0) + referrals,
    });
    if (exhausted === null || before?.exhaustedBy === exhausted.by) return;
    await recordAudit(ctx, {
      action: "campaign.limit_reached",
      subjectType: "campaign",
      subjectId: id,
      details: { name, limit: exhausted.by, at: exhausted.at.toISOString() },
    });
  });
}

/** Four fifths of a limit are used: the team hears of it while there is time to raise it, once for each limit. */
async function tellLow(
  ctx: Ctx,
  campaign: ScoringCampaign,
  used: { usedMinor: bigint; referrals: number },
): Promise<void> {
  const { id, name } = campaign;
  const { budget, limits } = latestOf(campaign);
  const to = { recipient: team, kind: "budget_low" as const, restPath: `/campaigns/${id}` };
  const news: News[] = [];
  const budgetMinor = budget === null ? 0n : minorOf(budget);
  if (budgetMinor > 0n && used.usedMinor * 10n >= budgetMinor * 8n) {
    const percent = Number((used.usedMinor * 100n) / budgetMinor);
    const told = say("notification.campaignBudget", { campaign: name, percent });
    news.push({ ...to, subject: `campaign:${id}:budget:${budgetMinor}`, told });
  }
  if (limits.total !== null && used.referrals * 10 >= limits.total * 8) {
    const percent = Math.floor((used.referrals * 100) / limits.total);
    const told = say("notification.campaignTotal", { campaign: name, percent });
    news.push({ ...to, subject: `campaign:${id}:total:${limits.total}`, told });
  }
  await notify(ctx, news);
}
