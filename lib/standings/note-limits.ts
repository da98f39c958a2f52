import { and, eq, sql } from "drizzle-orm";
import { campaigns } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Exhausted, ScoringCampaign } from "./scoring.ts";

type Standing = {
  exhausted: Exhausted | null;
  usedMinor: bigint;
  /** How many referrals more, or fewer, count or may come to. */
  referrals: number;
};

/** Writes down how far a campaign's limits are used, and tells the team when one is reached. */
export async function noteLimits(ctx: Ctx, { id, name }: ScoringCampaign, standing: Standing): Promise<void> {
  const { exhausted, usedMinor, referrals } = standing;
  await transact(ctx, async (tx, ctx) => {
    const [before] = await tx
      .select({
        usedMinor: campaigns.budgetUsedMinor,
        exhaustedAt: campaigns.exhaustedAt,
        exhaustedBy: campaigns.exhaustedBy,
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
    if (exhausted === null || before?.exhaustedBy === exhausted.by) return;
    await recordAudit(ctx, {
      action: "campaign.limit_reached",
      subjectType: "campaign",
      subjectId: id,
      details: { name, limit: exhausted.by, at: exhausted.at.toISOString() },
    });
  });
}
