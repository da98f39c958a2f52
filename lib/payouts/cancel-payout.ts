import { z } from "zod";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { changePayout, lockPayout, type PayoutRow } from "./payout.ts";

export const CancelPayoutInput = z.strictObject({ id: z.uuid() });
export type CancelPayoutInput = z.infer<typeof CancelPayoutInput>;

/** Drops a payout that was not started; what is in it stays owed. @throws AppError conflict once it was started */
export async function cancelPayout(ctx: Ctx, input: CancelPayoutInput): Promise<PayoutRow> {
  requireOwner(ctx);
  const { id } = parseInput(CancelPayoutInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const payout = await lockPayout(ctx, id);
    if (payout.status === "cancelled") return payout;
    if (payout.status !== "draft" && payout.status !== "approved") {
      const message = say("payout.started", { number: payout.number, status: payout.status });
      throw new AppError("conflict", message);
    }
    const { number } = payout;
    await recordAudit(ctx, {
      action: "payout.cancelled",
      subjectType: "payout",
      subjectId: id,
      details: { number },
    });
    return changePayout(ctx, id, { status: "cancelled", finishedAt: ctx.clock.now() });
  });
}
