import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import { chunksOf } from "../core/chunks.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { concludePaid, concludeUnsent } from "./conclude-item.ts";
import { itemFromRow, type PayoutItem } from "./item.ts";
import { recordAttempts } from "./item-attempts.ts";
import { type Due, lockItems } from "./item-rows.ts";
import { settlePayees } from "./last-look.ts";
import { getPayoutRow, type PayoutRow } from "./payout.ts";
import { reserve, withItems } from "./reserve.ts";

/** So many are paid with the same statements. */
const atOnce = 500;

const itemIds = z.array(z.uuid()).min(1).max(1000);

export const MarkPaidInput = z.strictObject({
  id: z.uuid().meta({ description: "The payout" }),
  itemIds: itemIds.optional().meta({ description: "All that wait to be paid by hand when left out" }),
  reference: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: "Where the payment can be found again; the affiliates read it" }),
});
export type MarkPaidInput = z.input<typeof MarkPaidInput>;

/**
 * A person has paid these affiliates, or has seen on Whop that they have the money.
 * @throws AppError conflict for an item that goes on by itself, was paid already, or of which nothing is owed
 */
export async function markPaid(ctx: Ctx, input: MarkPaidInput): Promise<PayoutItem[]> {
  requireOwner(ctx);
  const { id, itemIds, reference } = parseInput(MarkPaidInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const payout = await getPayoutRow(ctx, id);
    const due = await lockItems(ctx, await choose(ctx, payout, itemIds));
    const marked: PayoutItem[] = [];
    for (const some of chunksOf(due, atOnce)) {
      const ready = await readyByHand(ctx, payout, some);
      const given = ready.map(({ item }) => item);
      await recordAttempts(ctx, given, { outcome: "given_by_hand", message: reference });
      marked.push(...(await concludePaid(ctx, ready, { reference })));
    }
    return marked;
  });
}

/** The items with their amounts taken out of what is owed. */
async function readyByHand(ctx: Ctx, payout: PayoutRow, due: readonly Due[]): Promise<Due[]> {
  for (const { item } of due) requireDecidable(item);
  const undecided = due.filter(({ item }) => item.dispatch === null);
  await settlePayees(ctx, undecided);
  const ready = withItems(due, await reserve(ctx, payout, undecided));
  if (ready.every(({ item }) => item.dispatch !== null)) return ready;
  const message = say("payout.nothingLeft");
  throw new AppError("conflict", message);
}

export const MarkFailedInput = z.strictObject({
  id: z.uuid().meta({ description: "The payout" }),
  itemIds,
  reason: z.string().trim().min(1).max(300),
});
export type MarkFailedInput = z.infer<typeof MarkFailedInput>;

/**
 * These affiliates were not paid and shall not be by this payout; their amounts are owed again.
 * @throws AppError conflict for an item that goes on by itself, or was paid already
 */
export async function markFailed(ctx: Ctx, input: MarkFailedInput): Promise<PayoutItem[]> {
  requireOwner(ctx);
  const { id, itemIds, reason } = parseInput(MarkFailedInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const payout = await getPayoutRow(ctx, id);
    const marked: PayoutItem[] = [];
    for (const { item, payee } of await lockItems(ctx, await choose(ctx, payout, itemIds))) {
      requireDecidable(item);
      marked.push(await concludeUnsent(ctx, item, payee, { status: "failed", reason }));
    }
    return marked;
  });
}

function requireDecidable({ status }: PayoutItem): void {
  if (status === "queued" || status === "held" || status === "failed") return;
  const why =
    status === "calling" || status === "unknown"
      ? say("payout.findingOut")
      : say("payout.undecidable", { status });
  throw new AppError("conflict", why);
}

/** In the order in which affiliates are locked, so that two who decide at once never wait in a circle. */
async function choose(
  ctx: Ctx,
  payout: PayoutRow,
  ids: readonly string[] | undefined,
): Promise<PayoutItem[]> {
  if (payout.status === "draft" || payout.status === "approved" || payout.status === "cancelled")
    throw new AppError(
      "conflict",
      say("payout.paysNobody", { number: payout.number, status: payout.status }),
    );
  const own = and(
    eq(affiliatePayoutItems.companyId, ctx.companyId),
    eq(affiliatePayoutItems.payoutId, payout.id),
  );
  const isWaiting = and(eq(affiliatePayoutItems.status, "queued"), isNotNull(affiliatePayoutItems.request));
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliatePayoutItems)
      .where(and(own, ids === undefined ? isWaiting : undefined))
      .orderBy(affiliatePayoutItems.affiliateId, affiliatePayoutItems.currency),
  );
  const wanted = new Set(ids);
  const chosen = rows.map(itemFromRow).filter((item) => {
    if (ids === undefined) return item.dispatch?.by === "hand";
    return wanted.has(item.id);
  });
  if (ids !== undefined && chosen.length < wanted.size) throw notFound("itemOf");
  if (chosen.length === 0) throw new AppError("conflict", say("payout.noneByHand"));
  return chosen;
}
