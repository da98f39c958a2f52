import { and, eq } from "drizzle-orm";
import type { RedemptionSide, RedemptionStatus } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { rewardDeliveries, rewardRedemptions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { readTold, storeTold, type Told } from "../core/said.ts";
import { lockMembersById } from "../members/index.ts";
import { type Delivery, deliveryFromRow } from "./delivery.ts";
import { readTerms, type Terms } from "./reward.ts";

export type Redemption = {
  id: string;
  userId: string;
  rewardId: string;
  side: RedemptionSide;
  /** By what it was earned. */
  subject: string;
  referralId: string | null;
  campaignId: string | null;
  occurrence: number;
  terms: Terms;
  status: RedemptionStatus;
  statusReason: Told | null;
  earnedCount: number;
  holdsStock: boolean;
  earnedAt: Date;
  payableAt: Date;
  approvedAt: Date | null;
  rejectedBy: string | null;
  grantedAt: Date | null;
  claimedAt: Date | null;
  expiresAt: Date | null;
  cancelledAt: Date | null;
  errorMessage: Told | null;
  note: string | null;
  grant: Delivery | null;
  takeBack: Delivery | null;
};

/** The columns that verbs change; the rest of a redemption is fixed when it is earned. */
export type RedemptionChange = Partial<
  Pick<
    typeof rewardRedemptions.$inferInsert,
    | "status"
    | "earnedCount"
    | "referralId"
    | "holdsStock"
    | "earnedAt"
    | "payableAt"
    | "approvedAt"
    | "approvedBy"
    | "rejectedBy"
    | "grantedAt"
    | "claimedAt"
    | "expiresAt"
    | "cancelledAt"
    | "note"
  > & { statusReason: Told | null; errorMessage: Told | null }
>;

export function redemptionFromRow(
  row: typeof rewardRedemptions.$inferSelect,
  deliveries: readonly Delivery[],
): Redemption {
  return {
    id: row.id,
    userId: row.userId,
    rewardId: row.rewardId,
    side: row.side,
    subject: row.subject,
    referralId: row.referralId,
    campaignId: row.campaignId,
    occurrence: row.occurrence,
    terms: readTerms(row.terms),
    status: row.status,
    statusReason: row.statusReason === null ? null : readTold(row.statusReason),
    earnedCount: row.earnedCount,
    holdsStock: row.holdsStock,
    earnedAt: row.earnedAt,
    payableAt: row.payableAt,
    approvedAt: row.approvedAt,
    rejectedBy: row.rejectedBy,
    grantedAt: row.grantedAt,
    claimedAt: row.claimedAt,
    expiresAt: row.expiresAt,
    cancelledAt: row.cancelledAt,
    errorMessage: row.errorMessage === null ? null : readTold(row.errorMessage),
    note: row.note,
    grant: deliveries.find(({ direction }) => direction === "grant") ?? null,
    takeBack: deliveries.find(({ direction }) => direction === "reverse") ?? null,
  };
}

export async function withDeliveries(
  ctx: Ctx,
  rows: readonly (typeof rewardRedemptions.$inferSelect)[],
): Promise<Redemption[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const found = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardDeliveries)
      .where(and(eq(rewardDeliveries.companyId, ctx.companyId), inIds(rewardDeliveries.redemptionId, ids))),
  );
  const deliveries = Map.groupBy(found.map(deliveryFromRow), ({ redemptionId }) => redemptionId);
  return rows.map((row) => redemptionFromRow(row, deliveries.get(row.id) ?? []));
}

/** @throws AppError not_found, also for another community's or another member's redemption */
export async function getRedemption(ctx: Ctx, redemptionId: string): Promise<Redemption> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardRedemptions)
      .where(and(eq(rewardRedemptions.companyId, ctx.companyId), eq(rewardRedemptions.id, redemptionId))),
  );
  const [redemption] = await withDeliveries(ctx, rows);
  if (!redemption || (ctx.actor.kind === "member" && redemption.userId !== ctx.actor.userId)) {
    throw notFound("reward");
  }
  return redemption;
}

/** Of each subject the earlier redemptions before the later. */
export async function redemptionsOf(ctx: Ctx, userIds: readonly string[]): Promise<Redemption[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(rewardRedemptions)
      .where(and(eq(rewardRedemptions.companyId, ctx.companyId), inIds(rewardRedemptions.userId, userIds)))
      .orderBy(rewardRedemptions.rewardId, rewardRedemptions.occurrence),
  );
  return withDeliveries(ctx, rows);
}

/** Whoever changes members' rewards does so alone: every change takes this lock first. */
export async function lockMemberRewards(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  const locked = await lockMembersById(ctx, userIds);
  if (locked.length < new Set(userIds).size) throw notFound("member");
}

/** Takes the locks of the members of these redemptions; those that do not exist have none. */
export async function lockMembersOf(ctx: Ctx, redemptionIds: readonly string[]): Promise<void> {
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ userId: rewardRedemptions.userId })
      .from(rewardRedemptions)
      .where(and(eq(rewardRedemptions.companyId, ctx.companyId), inIds(rewardRedemptions.id, redemptionIds))),
  );
  await lockMemberRewards(
    ctx,
    rows.map(({ userId }) => userId),
  );
}

/** The redemption with its member's lock held; read again, because it may have changed before the lock. */
export async function lockRedemption(ctx: Ctx, redemptionId: string): Promise<Redemption> {
  const { userId } = await getRedemption(ctx, redemptionId);
  await lockMemberRewards(ctx, [userId]);
  return getRedemption(ctx, redemptionId);
}

export async function changeRedemption(
  ctx: Ctx,
  redemptionId: string,
  { statusReason, errorMessage, ...change }: RedemptionChange,
): Promise<void> {
  const told = {
    ...(statusReason === undefined ? {} : { statusReason: statusReason && storeTold(statusReason) }),
    ...(errorMessage === undefined ? {} : { errorMessage: errorMessage && storeTold(errorMessage) }),
  };
  await transact(ctx, (tx) =>
    tx
      .update(rewardRedemptions)
      .set({ ...change, ...told, updatedAt: ctx.clock.now() })
      .where(and(eq(rewardRedemptions.companyId, ctx.companyId), eq(rewardRedemptions.id, redemptionId))),
  );
}
