import { and, asc, eq, gt, inArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import { type PayoutItemStatus, payoutItemStatuses } from "#db/enums.ts";
import { affiliatePayoutItems, affiliates, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { displayName } from "../members/index.ts";
import { itemFromRow, type PayoutItem } from "./item.ts";
import { getPayoutRow } from "./payout.ts";

/** Which items; an export takes the same filters as the page. */
export const itemFilters = {
  id: z.uuid().meta({ description: "The payout" }),
  statuses: z.array(z.enum(payoutItemStatuses)).min(1).optional(),
};

export const ListPayoutItemsInput = z.strictObject({
  ...itemFilters,
  /** The id of the last item of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(500).default(100),
});
export type ListPayoutItemsInput = z.input<typeof ListPayoutItemsInput>;

export type ItemAction = "exclude" | "include" | "mark_paid" | "mark_failed" | "retry";

export type ListedItem = PayoutItem & {
  payee: { userId: string; whopUserId: string; name: string; username: string | null; email: string | null };
  actions: ItemAction[];
};

/** What a payout pays to whom, in the order in which it was drafted: the largest amounts of a currency first. */
export async function listPayoutItems(
  ctx: Ctx,
  input: ListPayoutItemsInput,
): Promise<{ items: ListedItem[]; nextCursor: string | null }> {
  requireOwner(ctx);
  const { id, statuses, cursor, limit } = parseInput(ListPayoutItemsInput, input);
  const payout = await getPayoutRow(ctx, id);
  const rows = await readItems(ctx, limit + 1, [
    eq(affiliatePayoutItems.payoutId, id),
    statuses ? inArray(affiliatePayoutItems.status, statuses) : undefined,
    cursor ? gt(affiliatePayoutItems.id, cursor) : undefined,
  ]);
  const items = rows
    .slice(0, limit)
    .map((item) => ({ ...item, actions: allowedActions(item, payout.status === "draft") }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Ids of one draft sort in the order in which they were made. */
export async function readItems(
  ctx: Ctx,
  limit: number,
  where: readonly (SQL | undefined)[],
): Promise<Omit<ListedItem, "actions">[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ item: affiliatePayoutItems, user: users })
      .from(affiliatePayoutItems)
      .innerJoin(
        affiliates,
        and(
          eq(affiliates.companyId, affiliatePayoutItems.companyId),
          eq(affiliates.id, affiliatePayoutItems.affiliateId),
        ),
      )
      .innerJoin(users, and(eq(users.companyId, affiliates.companyId), eq(users.id, affiliates.userId)))
      .where(and(eq(affiliatePayoutItems.companyId, ctx.companyId), ...where))
      .orderBy(asc(affiliatePayoutItems.id))
      .limit(limit),
  );
  return rows.map(({ item, user }) => ({
    ...itemFromRow(item),
    payee: {
      userId: user.id,
      whopUserId: user.whopUserId,
      name: displayName(user),
      username: user.username,
      email: user.email,
    },
  }));
}

const actionsByStatus: Partial<Record<PayoutItemStatus, ItemAction[]>> = {
  queued: ["mark_paid", "mark_failed"],
  held: ["retry", "mark_paid", "mark_failed"],
  failed: ["retry", "mark_paid"],
};

function allowedActions({ status }: PayoutItem, isDraft: boolean): ItemAction[] {
  if (!isDraft) return actionsByStatus[status] ?? [];
  if (status === "included") return ["exclude"];
  return status === "excluded" ? ["include"] : [];
}
