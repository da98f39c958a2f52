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
import { getBalances } from "../ledger/index.ts";
import type { Member } from "../members/index.ts";

const onItsWay: DeliveryState[] = ["queued", "calling", "unknown", "held"];
const beingPaid: PayoutItemStatus[] = ["included", "queued", "calling", "unknown", "held"];

/**
 * What is on its way to somebody needs to know who they are until it has arrived.
 * @throws AppError conflict, saying what has to end first
 */
export async function refuseWhileOpen(
  ctx: Ctx,
  member: Member,
  { giveUpEarnings }: { giveUpEarnings: boolean },
): Promise<void> {
  const { companyId } = ctx;
  await transact(ctx, async (tx, ctx) => {
    const [company] = await tx
      .select({ owner: companies.ownerWhopUserId })
      .from(companies)
      .where(eq(companies.companyId, companyId));
    if (company?.owner === member.whopUserId) {
      throw new AppError(
        "conflict",
        "Whop names this member as the community's owner, so they stay known here.",
      );
    }
    const deliveries = await tx.$count(
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
            eq(rewardDeliveries.companyId, companyId),
            eq(rewardRedemptions.userId, member.id),
            inArray(rewardDeliveries.state, onItsWay),
          ),
        )
        .as("open"),
    );
    if (deliveries > 0) {
      const message =
        "A reward is on its way to this member. Wait until it is delivered, or reject it, then try again.";
      throw new AppError("conflict", message);
    }
    const items = await tx.$count(
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
            eq(affiliatePayoutItems.companyId, companyId),
            eq(affiliates.userId, member.id),
            inArray(affiliatePayoutItems.status, beingPaid),
            inArray(affiliatePayouts.status, ["draft", "approved", "processing", "partly"]),
          ),
        )
        .as("open"),
    );
    if (items > 0) {
      throw new AppError("conflict", "A payout to this member is under way. Try again when it has ended.");
    }
    if (giveUpEarnings) return;
    const unpaid = await getBalances(ctx, {
      holderIds: [member.id],
      kinds: ["commission_pending", "commission_held", "commission_payable"],
    });
    if (unpaid.some(({ balance }) => balance > 0n)) {
      const message =
        "This member has earnings that are not paid yet. Pay them first, or say that the member does without them.";
      throw new AppError("conflict", message);
    }
  });
}
