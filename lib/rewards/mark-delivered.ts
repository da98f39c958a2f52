import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { grant } from "./conclude.ts";
import { recordAttempt } from "./delivery-rows.ts";
import { changeRedemption, getRedemption, lockRedemption, type Redemption } from "./redemption.ts";
import { allowedActions } from "./redemption-actions.ts";

export const MarkDeliveredInput = z.strictObject({
  id: z.uuid(),
  /** The member reads it: what they got, and how. */
  note: z.string().trim().min(1).max(1000),
});
export type MarkDeliveredInput = z.infer<typeof MarkDeliveredInput>;

/** One of the team has handed the reward over, or has seen on Whop that the member has it. */
export async function markDelivered(ctx: Ctx, input: MarkDeliveredInput): Promise<Redemption> {
  const { actor } = ctx;
  if (actor.kind !== "owner") {
    throw new AppError("forbidden", say("access.personHandsOver"));
  }
  const { id, note } = parseInput(MarkDeliveredInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const redemption = await lockRedemption(ctx, id);
    const delivery = redemption.grant;
    if (!delivery || !allowedActions(redemption, ctx.clock.now()).includes("mark_delivered")) {
      const message =
        redemption.status === "granted" || redemption.status === "claimed"
          ? say("reward.delivered")
          : say("reward.notHandedOver", { status: redemption.status });
      throw new AppError("conflict", message);
    }
    await recordAttempt(
      ctx,
      delivery.id,
      { n: delivery.attemptCount, outcome: "given_by_hand", message: note },
      {
        state: "applied",
        proof: { kind: "by_hand", by: actor.name, note },
        appliedAt: ctx.clock.now(),
        heldReason: null,
      },
      { open: false },
    );
    await changeRedemption(ctx, id, { note });
    await grant(ctx, redemption, delivery);
    return getRedemption(ctx, id);
  });
}
