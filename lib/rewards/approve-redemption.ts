import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { getRedemption, lockRedemption, type Redemption } from "./redemption.ts";
import { allowedActions } from "./redemption-actions.ts";
import { approve } from "./start-delivery.ts";

export const ApproveRedemptionInput = z.strictObject({ id: z.uuid() });
export type ApproveRedemptionInput = z.infer<typeof ApproveRedemptionInput>;

/** The team says yes: the reward is delivered. @throws AppError conflict before the hold is over, or when it is decided */
export async function approveRedemption(ctx: Ctx, input: ApproveRedemptionInput): Promise<Redemption> {
  requireOwner(ctx);
  const { id } = parseInput(ApproveRedemptionInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const redemption = await lockRedemption(ctx, id);
    if (!allowedActions(redemption, ctx.clock.now()).includes("approve")) {
      const { status, payableAt } = redemption;
      const message =
        status === "pending"
          ? say("reward.onHold", { until: payableAt })
          : say("reward.notApprovable", { status });
      throw new AppError("conflict", message);
    }
    await approve(ctx, redemption, ctx.actor.kind === "owner" ? ctx.actor.userId : null);
    await recordRedemptionAudit(ctx, "redemption.approved", redemption);
    return getRedemption(ctx, id);
  });
}
