import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue, enqueueEach } from "../jobs/index.ts";
import { changePayout, lockPayout, type PayoutRow } from "./payout.ts";

export const StartPayoutInput = z.strictObject({ id: z.uuid() });
export type StartPayoutInput = z.infer<typeof StartPayoutInput>;

/**
 * Has an approved payout paid: for each of its items a job makes a transfer, or for a CSV one job fixes all amounts.
 * Pressed twice, or by two at once, it starts once.
 * @throws AppError conflict when it is not approved, or over
 */
export async function startPayout(ctx: Ctx, input: StartPayoutInput): Promise<PayoutRow> {
  requireOwner(ctx);
  const { id } = parseInput(StartPayoutInput, input);
  return transact(ctx, async (tx, ctx) => {
    const payout = await lockPayout(ctx, id);
    if (payout.status === "processing") return payout;
    if (payout.status !== "approved") {
      const { number, status } = payout;
      const why =
        status === "draft" ? say("payout.unapproved", { number }) : say("payout.over", { number, status });
      throw new AppError("conflict", why);
    }
    const { companyId } = ctx;
    const now = ctx.clock.now();
    const items = await tx
      .update(affiliatePayoutItems)
      .set({ status: "queued", updatedAt: now })
      .where(
        and(
          eq(affiliatePayoutItems.companyId, companyId),
          eq(affiliatePayoutItems.payoutId, id),
          eq(affiliatePayoutItems.status, "included"),
        ),
      )
      .returning({ itemId: affiliatePayoutItems.id });
    if (payout.method === "csv") await enqueue(ctx, tx, "ready-payout", { companyId, payoutId: id });
    else
      await enqueueEach(
        ctx,
        tx,
        "pay-item",
        items.map(({ itemId }) => ({ companyId, itemId })),
      );
    const details = { number: payout.number, items: items.length };
    await recordAudit(ctx, { action: "payout.started", subjectType: "payout", subjectId: id, details });
    return changePayout(ctx, id, { status: "processing", startedAt: now });
  });
}
