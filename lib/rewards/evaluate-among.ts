import { and, eq, isNotNull, ne } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referrals, rewards } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueueEach } from "../jobs/index.ts";

type Concerned = { referrerIds: readonly string[]; refereeIds: readonly string[] };

/** Referrals changed: what those who brought somebody have earned follows, and where it is offered, those who came. */
export async function evaluateAmong(ctx: Ctx, { referrerIds, refereeIds }: Concerned): Promise<void> {
  const alsoReferees = refereeIds.length > 0 && (await offers(ctx, ne(rewards.side, "referrer")));
  await evaluateLater(ctx, alsoReferees ? [...referrerIds, ...refereeIds] : referrerIds);
}

/** Points of these members in campaigns changed: so did what counts for the rewards that go by a campaign. */
export async function evaluateCampaignsOf(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  const goesByCampaign = isNotNull(rewards.campaignId);
  if (userIds.length === 0 || !(await offers(ctx, goesByCampaign))) return;
  const alsoReferees = await offers(ctx, and(goesByCampaign, ne(rewards.side, "referrer")));
  await evaluateLater(ctx, alsoReferees ? [...userIds, ...(await broughtBy(ctx, userIds))] : userIds);
}

/** Also what is no longer offered: what was earned of it may have to go. */
async function offers(ctx: Ctx, such: ReturnType<typeof and>): Promise<boolean> {
  const found = await transact(ctx, (tx) =>
    tx
      .select({ id: rewards.id })
      .from(rewards)
      .where(and(eq(rewards.companyId, ctx.companyId), such))
      .limit(1),
  );
  return found.length > 0;
}

async function broughtBy(ctx: Ctx, userIds: readonly string[]): Promise<string[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ userId: referrals.referredId })
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(referrals.referrerId, userIds))),
  );
  return rows.map(({ userId }) => userId);
}

async function evaluateLater(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  const { companyId } = ctx;
  const payloads = [...new Set(userIds)].map((userId) => ({ companyId, userId }));
  await transact(ctx, (tx) => enqueueEach(ctx, tx, "evaluate-rewards", payloads));
}
