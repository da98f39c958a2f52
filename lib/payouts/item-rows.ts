import { and, eq, inArray, sql } from "drizzle-orm";
import type { PayoutItemStatus } from "#db/enums.ts";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import { lockAffiliate } from "../affiliates/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { storeTold, type Told } from "../core/said.ts";
import { getMember } from "../members/index.ts";
import { type Attempt, type AttemptOutcome, shortened } from "../whop/attempts.ts";
import { type Dispatch, itemFromRow, type PayoutItem } from "./item.ts";

function theOne(ctx: Ctx, id: string) {
  return and(eq(affiliatePayoutItems.companyId, ctx.companyId), eq(affiliatePayoutItems.id, id));
}

/** @throws AppError not_found */
export async function getItem(ctx: Ctx, id: string): Promise<PayoutItem> {
  const [row] = await transact(ctx, (tx) => tx.select().from(affiliatePayoutItems).where(theOne(ctx, id)));
  if (!row) throw notFound("item");
  return itemFromRow(row);
}

export type Payee = { userId: string; whopUserId: string };

/** Whoever changes what an affiliate is owed, or has it paid, does so alone: every change takes this lock first. */
export async function lockPayee(ctx: Ctx, affiliateId: string): Promise<Payee> {
  const { userId } = await lockAffiliate(ctx, affiliateId);
  const { whopUserId } = await getMember(ctx, { userId });
  return { userId, whopUserId };
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

export async function changeItem(ctx: Ctx, id: string, change: ItemChange): Promise<PayoutItem> {
  const [row] = await transact(ctx, (tx) =>
    tx.update(affiliatePayoutItems).set(columnsOf(ctx, change)).where(theOne(ctx, id)).returning(),
  );
  if (!row) throw notFound("item");
  return itemFromRow(row);
}

function columnsOf(ctx: Ctx, { dispatch, reason, ...change }: ItemChange) {
  const request = dispatch == null ? dispatch : { ...dispatch, amountMinor: dispatch.amountMinor.toString() };
  return {
    ...change,
    ...(reason === undefined ? {} : { reason: reason && storeTold(reason) }),
    ...(request === undefined ? {} : { request }),
    updatedAt: ctx.clock.now(),
  };
}

export type AttemptRecord = { outcome: AttemptOutcome; status?: number | null; message?: Told };

/**
 * Adds to the log of attempts. With `n` that attempt must still be the current one and undecided: a worker that
 * was given up for dead and comes back late writes nothing. False then.
 */
export async function recordAttempt(
  ctx: Ctx,
  item: Pick<PayoutItem, "id" | "attemptCount">,
  { outcome, status = null, message = "" }: AttemptRecord,
  n?: number,
): Promise<boolean> {
  const at = ctx.clock.now();
  const entry: Attempt = { n: n ?? item.attemptCount, at, outcome, status, message: shortened(message) };
  const isCurrent = [
    eq(affiliatePayoutItems.attemptCount, entry.n),
    inArray(affiliatePayoutItems.status, ["calling", "unknown"] satisfies PayoutItemStatus[]),
  ];
  const rows = await transact(ctx, (tx) =>
    tx
      .update(affiliatePayoutItems)
      .set({
        attempts: sql`${affiliatePayoutItems.attempts} || ${JSON.stringify([entry])}::jsonb`,
        updatedAt: at,
      })
      .where(and(theOne(ctx, item.id), ...(n === undefined ? [] : isCurrent)))
      .returning({ id: affiliatePayoutItems.id }),
  );
  return rows.length > 0;
}
