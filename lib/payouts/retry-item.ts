import { z } from "zod";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { actorLabel, requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { findOpenPayout } from "./create-payout.ts";
import type { PayoutItem } from "./item.ts";
import { recordAttempt } from "./item-attempts.ts";
import { changeItem, getItem, lockPayee } from "./item-rows.ts";
import { getPayoutRow, lockPayoutDesk } from "./payout.ts";
import { settlePayout } from "./settle-payout.ts";

export const RetryItemInput = z.strictObject({
  id: z.uuid(),
  isMissingOnWhop: z
    .boolean()
    .default(false)
    .meta({ description: "You have looked at Whop, and the transfer is not there. Otherwise we look first" }),
});
export type RetryItemInput = z.input<typeof RetryItemInput>;

/**
 * Tries to pay an item again that failed or is held. One that may have been sent is looked up before anything is
 * sent. Its amount is what is owed by then, and never more than was approved.
 * @throws AppError conflict when it is neither failed nor held, or another payout is open
 */
export async function retryItem(ctx: Ctx, input: RetryItemInput): Promise<PayoutItem> {
  requireOwner(ctx);
  const { id, isMissingOnWhop } = parseInput(RetryItemInput, input);
  return transact(ctx, async (tx, ctx) => {
    await lockPayoutDesk(ctx);
    const { affiliateId, payoutId } = await getItem(ctx, id);
    await lockPayee(ctx, affiliateId);
    const item = await getItem(ctx, id);
    if (item.status !== "failed" && item.status !== "held")
      throw new AppError("conflict", say("payout.goesOn", { status: item.status }));
    const open = await findOpenPayout(ctx);
    if (open && open.id !== payoutId) {
      const message = say("payout.otherOpen", { number: open.number });
      throw new AppError("conflict", message);
    }
    const mayHaveArrived = item.dispatch !== null && !isMissingOnWhop;
    await recordAttempt(ctx, item, { outcome: "retried", message: actorLabel(ctx.actor) });
    await changeItem(ctx, id, { status: mayHaveArrived ? "unknown" : "queued", reason: null });
    await recordAudit(ctx, {
      action: "payout_item.retried",
      subjectType: "payout_item",
      subjectId: id,
      details: { payoutId, number: (await getPayoutRow(ctx, payoutId)).number, isMissingOnWhop },
    });
    await settlePayout(ctx, payoutId);
    await enqueue(ctx, tx, "pay-item", { companyId: ctx.companyId, itemId: id });
    return getItem(ctx, id);
  });
}
