import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { mayBeApplied } from "./delivery.ts";
import { getDelivery, recordAttempt } from "./delivery-rows.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, getRedemption, lockRedemption, type Redemption } from "./redemption.ts";

export const RetryDeliveryInput = z.strictObject({
  id: z.uuid(),
  /** The person has looked at Whop, and the member does not have it. Without this we look first. */
  isMissingOnWhop: z.boolean().default(false),
});
export type RetryDeliveryInput = z.input<typeof RetryDeliveryInput>;

/** Tries a held delivery again: one that may have been applied is read back before anything is sent. */
export async function retryDelivery(ctx: Ctx, input: RetryDeliveryInput): Promise<Redemption> {
  requireOwner(ctx);
  const { id, isMissingOnWhop } = parseInput(RetryDeliveryInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { redemptionId } = await getDelivery(ctx, id);
    const redemption = await lockRedemption(ctx, redemptionId);
    const delivery = await getDelivery(ctx, id);
    if (delivery.state !== "held") {
      throw new AppError("conflict", say("reward.goesOn", { status: delivery.state }));
    }
    const state = mayBeApplied(delivery) && !isMissingOnWhop ? "unknown" : "queued";
    const attempt = { n: delivery.attemptCount, outcome: "retried", message: ctx.actor.name } as const;
    await recordAttempt(ctx, id, attempt, { state, heldReason: null }, { open: false });
    if (delivery.direction === "grant") {
      await changeRedemption(ctx, redemptionId, { status: "approved", errorMessage: null });
    }
    await recordRedemptionAudit(ctx, "delivery.retried", redemption, { isMissingOnWhop });
    await enqueue(ctx, tx, "deliver-reward", { companyId: ctx.companyId, deliveryId: id });
    return getRedemption(ctx, redemptionId);
  });
}
