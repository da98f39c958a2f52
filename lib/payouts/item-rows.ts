import { and, eq, sql } from "drizzle-orm";
import type { PayoutItemStatus } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import { lockAffiliates } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { storeTold, type Told } from "../core/said.ts";
import { membersById } from "../members/index.ts";
import { type Dispatch, itemFromRow, type PayoutItem } from "./item.ts";

function these(ctx: Ctx, ids: readonly string[]) {
  return and(eq(affiliatePayoutItems.companyId, ctx.companyId), inIds(affiliatePayoutItems.id, ids));
}

/** By their ids; those that do not exist are left out. */
export async function getItems(ctx: Ctx, ids: readonly string[]): Promise<Map<string, PayoutItem>> {
  const rows = await transact(ctx, (tx) => tx.select().from(affiliatePayoutItems).where(these(ctx, ids)));
  return new Map(rows.map((row) => [row.id, itemFromRow(row)]));
}

/** @throws AppError not_found */
export async function getItem(ctx: Ctx, id: string): Promise<PayoutItem> {
  const item = (await getItems(ctx, [id])).get(id);
  if (!item) throw notFound("item");
  return item;
}

export type Payee = { userId: string; whopUserId: string };
/** An item, and whom it pays. */
export type Due = { item: PayoutItem; payee: Payee };

/**
 * Whoever changes what an affiliate is owed, or has it paid, does so alone: every change takes this lock first.
 * By the affiliate. @throws AppError not_found
 */
export async function lockPayees(ctx: Ctx, affiliateIds: readonly string[]): Promise<Map<string, Payee>> {
  const locked = await lockAffiliates(ctx, [...new Set(affiliateIds)]);
  const members = await membersById(
    ctx,
    locked.map(({ userId }) => userId),
  );
  return new Map(
    locked.map(({ id, userId }) => {
      const member = members.get(userId);
      if (!member) throw notFound("member");
      return [id, { userId, whopUserId: member.whopUserId }];
    }),
  );
}

export async function lockPayee(ctx: Ctx, affiliateId: string): Promise<Payee> {
  const payee = (await lockPayees(ctx, [affiliateId])).get(affiliateId);
  if (!payee) throw notFound("affiliate");
  return payee;
}

/** The items under their affiliates' locks, in the given order, as they are then: they may have changed before. */
export async function lockItems(
  ctx: Ctx,
  items: readonly Pick<PayoutItem, "id" | "affiliateId">[],
): Promise<Due[]> {
  const payees = await lockPayees(
    ctx,
    items.map(({ affiliateId }) => affiliateId),
  );
  const now = await getItems(
    ctx,
    items.map(({ id }) => id),
  );
  return items.flatMap(({ id, affiliateId }): Due[] => {
    const [item, payee] = [now.get(id), payees.get(affiliateId)];
    return item && payee ? [{ item, payee }] : [];
  });
}

export type ItemChange = {
  status?: PayoutItemStatus;
  reason?: Told | null;
  dispatch?: Dispatch | null;
  attemptCount?: number;
  calledAt?: Date;
  transferId?: string | null;
  reference?: string | null;
  paidAt?: Date;
};

/** The same change of all these items. Returns them as they are then, by their ids. */
export async function changeItems(
  ctx: Ctx,
  ids: readonly string[],
  change: ItemChange,
): Promise<Map<string, PayoutItem>> {
  const rows = await transact(ctx, (tx) =>
    tx.update(affiliatePayoutItems).set(columnsOf(ctx, change)).where(these(ctx, ids)).returning(),
  );
  return new Map(rows.map((row) => [row.id, itemFromRow(row)]));
}

export async function changeItem(ctx: Ctx, id: string, change: ItemChange): Promise<PayoutItem> {
  const item = (await changeItems(ctx, [id], change)).get(id);
  if (!item) throw notFound("item");
  return item;
}

function columnsOf(ctx: Ctx, { dispatch, reason, ...change }: ItemChange) {
  return {
    ...change,
    ...(reason === undefined ? {} : { reason: reason && storeTold(reason) }),
    ...(dispatch === undefined ? {} : { request: dispatch && requestOf(dispatch) }),
    updatedAt: ctx.clock.now(),
  };
}

function requestOf(dispatch: Dispatch) {
  return { ...dispatch, amountMinor: dispatch.amountMinor.toString() };
}

/** Fixes what is sent for each of these items. Returns them as they are then, by their ids. */
export async function fixDispatches(
  ctx: Ctx,
  dispatches: ReadonlyMap<string, Dispatch>,
): Promise<Map<string, PayoutItem>> {
  const rows = [...dispatches].map(([id, dispatch]) => ({ id, request: requestOf(dispatch) }));
  await transact(ctx, (tx) =>
    tx.execute(sql`
      UPDATE affiliate_payout_items i
         SET request = r.request, reason = NULL, updated_at = ${ctx.clock.now().toISOString()}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, request jsonb)
       WHERE i.company_id = ${ctx.companyId} AND i.id = r.id`),
  );
  return getItems(ctx, [...dispatches.keys()]);
}
