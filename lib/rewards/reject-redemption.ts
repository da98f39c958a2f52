import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { cancel } from "./carry-out.ts";
import { getRedemption, lockRedemption, type Redemption } from "./redemption.ts";
import { allowedActions } from "./redemption-actions.ts";

export const RejectRedemptionInput = z.strictObject({
  id: z.uuid(),
  /** The member reads it. */
  reason: z.string().trim().min(3).max(500),
});
export type RejectRedemptionInput = z.infer<typeof RejectRedemptionInput>;

/** The team says no, for good: it is not earned again by later referrals. */
export async function rejectRedemption(ctx: Ctx, input: RejectRedemptionInput): Promise<Redemption> {
  if (ctx.actor.kind !== "owner") {
    throw new AppError("forbidden", say("access.personRejects"));
  }
  const { userId } = ctx.actor;
  const { id, reason } = parseInput(RejectRedemptionInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const redemption = await lockRedemption(ctx, id);
    if (!allowedActions(redemption, ctx.clock.now()).includes("reject")) {
      const isOpen = redemption.status === "approved" || redemption.status === "held";
      const message = isOpen
        ? say("reward.mayHaveArrived")
        : say("reward.notRejectable", { status: redemption.status });
      throw new AppError("conflict", message);
    }
    await cancel(ctx, redemption, reason, userId);
    return getRedemption(ctx, id);
  });
}
