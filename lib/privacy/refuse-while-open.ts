import { and, eq, inArray } from "drizzle-orm";
import type { DeliveryState, PayoutItemStatus } from "#db/enums.ts";
import {
  affiliatePayoutItems,
  affiliatePayouts,
  affiliates,
  companies,
  rewardDeliveries,
  rewardRedemptions,
} from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { getBalances } from "../ledger/index.ts";
import type { Member } from "../members/index.ts";

const onItsWay: DeliveryState[] = ["queued", "calling", "unknown", "held"];
const beingPaid: PayoutItemStatus[] = ["included", "queued", "calling", "unknown", "held"];

/** What has to end before a member can be forgotten, each as the person reads it who asks for it. */
const inTheWay = {
  community_owner: say("privacy.communityOwner"),
  reward: say("privacy.reward"),
  payout: say("privacy.payout"),
} as const;

export type Obstacle = keyof typeof inTheWay;

/**
 * What is on its way to somebody needs to know who they are until it has arrived.
 * @throws AppError conflict, saying what has to end first
 */
export async function refuseWhileOpen(
  ctx: Ctx,
  member: Member,
  { giveUpEarnings }: { giveUpEarnings: boolean },
): Promise<void> {
  const obstacle = await obstacleOf(ctx, member);
  if (obstacle !== null) throw new AppError("conflict", inTheWay[obstacle]);
  if (giveUpEarnings || (await unpaidOf(ctx, member)).length === 0) return;
  const message = say("privacy.earnings");
  throw new AppError("conflict", message);
}

/** What keeps a member from being forgotten now; null when nothing does. */
export async function obstacleOf(ctx: Ctx, member: Member): Promise<Obstacle | null> {
  return transact(ctx, async (_tx, ctx) => {
    if (await isCommunityOwner(ctx, member)) return "community_owner";
    if (await awaitsReward(ctx, member)) return "reward";
    return (await isBeingPaid(ctx, member)) ? "payout" : null;
  });
}

/** What a member has earned and was not paid, by currency; they do without it when they are forgotten. */
export async function unpaidOf(
  ctx: Ctx,
  member: Member,
): Promise<{ currency: string; amountMinor: bigint }[]> {
  const balances = await getBalances(ctx, {
    holderIds: [member.id],
    kinds: ["commission_pending", "commission_held", "commission_payable"],
  });
  return [...Map.groupBy(balances, ({ unit }) => unit)]
    .map(([currency, of]) => ({
      currency,
      // A minus on one account is no reason to forget what stands on another.
      amountMinor: of.reduce((sum, { balance }) => (balance > 0n ? sum + balance : sum), 0n),
    }))
    .filter(({ amountMinor }) => amountMinor > 0n);
}

async function isCommunityOwner(ctx: Ctx, member: Member): Promise<boolean> {
  const [company] = await transact(ctx, (tx) =>
    tx
      .select({ owner: companies.ownerWhopUserId })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId)),
  );
  return company?.owner === member.whopUserId;
}

async function awaitsReward(ctx: Ctx, member: Member): Promise<boolean> {
  const found = await transact(ctx, (tx) =>
    tx
      .select({ id: rewardDeliveries.id })
      .from(rewardDeliveries)
      .innerJoin(
        rewardRedemptions,
        and(
          eq(rewardRedemptions.companyId, rewardDeliveries.companyId),
          eq(rewardRedemptions.id, rewardDeliveries.redemptionId),
        ),
      )
      .where(
        and(
          eq(rewardDeliveries.companyId, ctx.companyId),
          eq(rewardRedemptions.userId, member.id),
          inArray(rewardDeliveries.state, onItsWay),
        ),
      )
      .limit(1),
  );
  return found.length > 0;
}

async function isBeingPaid(ctx: Ctx, member: Member): Promise<boolean> {
  const found = await transact(ctx, (tx) =>
    tx
      .select({ id: affiliatePayoutItems.id })
      .from(affiliatePayoutItems)
      .innerJoin(
        affiliates,
        and(
          eq(affiliates.companyId, affiliatePayoutItems.companyId),
          eq(affiliates.id, affiliatePayoutItems.affiliateId),
        ),
      )
      .innerJoin(
        affiliatePayouts,
        and(
          eq(affiliatePayouts.companyId, affiliatePayoutItems.companyId),
          eq(affiliatePayouts.id, affiliatePayoutItems.payoutId),
        ),
      )
      .where(
        and(
          eq(affiliatePayoutItems.companyId, ctx.companyId),
          eq(affiliates.userId, member.id),
          inArray(affiliatePayoutItems.status, beingPaid),
          inArray(affiliatePayouts.status, ["draft", "approved", "processing", "partly"]),
        ),
      )
      .limit(1),
  );
  return found.length > 0;
}
