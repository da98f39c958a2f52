import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { lockItems } from "./item-rows.ts";
import { settlePayees } from "./last-look.ts";
import { getPayoutRow } from "./payout.ts";
import { reserve } from "./reserve.ts";
import { settlePayout } from "./settle-payout.ts";

export const ReadyItemsInput = z.strictObject({ payoutId: z.uuid() });
export type ReadyItemsInput = z.infer<typeof ReadyItemsInput>;

/** So many are made ready in one transaction: nobody waits long for one of their affiliates. */
const atOnce = 250;

/**
 * Fixes what each item of a payout that a person pays comes to, after a last look at the facts. It may be called at
 * any time, by any number of workers, and may die anywhere; what is done stays done.
 */
export async function readyItems(ctx: Ctx, input: ReadyItemsInput): Promise<void> {
  requireOwner(ctx);
  const { payoutId } = parseInput(ReadyItemsInput, input);
  let isDone = false;
  while (!isDone) isDone = await readySome(ctx, payoutId);
}

/** True when none was left. Each that is found is made ready or carried over, so that the next round finds others. */
async function readySome(ctx: Ctx, payoutId: string): Promise<boolean> {
  return transact(ctx, async (_tx, ctx) => {
    const payout = await getPayoutRow(ctx, payoutId);
    if (payout.status !== "processing" || payout.method !== "csv") return true;
    const found = await findUnready(ctx, payoutId);
    if (found.length === 0) return true;
    const due = (await lockItems(ctx, found)).filter(
      ({ item }) => item.status === "queued" && item.dispatch === null,
    );
    await settlePayees(ctx, due);
    await reserve(ctx, payout, due);
    // All of them may have been carried over.
    await settlePayout(ctx, payoutId);
    return false;
  });
}

function findUnready(ctx: Ctx, payoutId: string): Promise<{ id: string; affiliateId: string }[]> {
  const of = affiliatePayoutItems;
  return transact(ctx, (tx) =>
    tx
      .select({ id: of.id, affiliateId: of.affiliateId })
      .from(of)
      .where(
        and(
          eq(of.companyId, ctx.companyId),
          eq(of.payoutId, payoutId),
          eq(of.status, "queued"),
          isNull(of.request),
        ),
      )
      .orderBy(of.affiliateId, of.currency)
      .limit(atOnce),
  );
}
