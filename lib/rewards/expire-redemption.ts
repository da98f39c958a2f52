import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { schedule } from "../jobs/index.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, lockRedemption } from "./redemption.ts";
import { canBeTakenBack, startTakeBack } from "./start-delivery.ts";

export const ExpireRedemptionInput = z.strictObject({ redemptionId: z.uuid() });
export type ExpireRedemptionInput = z.infer<typeof ExpireRedemptionInput>;

/** Ends a reward that nobody claimed in its time, and puts its code out of use. */
export async function expireRedemption(ctx: Ctx, input: ExpireRedemptionInput): Promise<void> {
  requireOwner(ctx);
  const { redemptionId } = parseInput(ExpireRedemptionInput, input);
  await transact(ctx, async (tx, ctx) => {
    const redemption = await lockRedemption(ctx, redemptionId);
    const { status, expiresAt, takeBack } = redemption;
    if (status !== "granted" || expiresAt === null) return;
    if (ctx.clock.now() < expiresAt) {
      const payload = { companyId: ctx.companyId, redemptionId };
      await schedule(ctx, tx, { job: "expire-redemption", key: redemptionId, dueAt: expiresAt, payload });
      return;
    }
    await changeRedemption(ctx, redemptionId, { status: "expired", statusReason: say("reward.notClaimed") });
    await recordRedemptionAudit(ctx, "redemption.expired", redemption);
    const isOpen = takeBack === null || takeBack.state === "reversed";
    if (canBeTakenBack(redemption) && isOpen) await startTakeBack(ctx, redemption);
  });
}
