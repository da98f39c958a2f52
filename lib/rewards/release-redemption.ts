import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { schedule } from "../jobs/index.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { getRedemption } from "./redemption.ts";
import { settleRewards } from "./settle-rewards.ts";
import { approve } from "./start-delivery.ts";

export const ReleaseRedemptionInput = z.strictObject({ redemptionId: z.uuid() });
export type ReleaseRedemptionInput = z.infer<typeof ReleaseRedemptionInput>;

/** The hold is over: what is still earned is delivered, or from now on waits for the team to decide. */
export async function releaseRedemption(ctx: Ctx, input: ReleaseRedemptionInput): Promise<void> {
  requireOwner(ctx);
  const { redemptionId } = parseInput(ReleaseRedemptionInput, input);
  await transact(ctx, async (tx, ctx) => {
    const { userId } = await getRedemption(ctx, redemptionId);
    await settleRewards(ctx, [userId]);
    const redemption = await getRedemption(ctx, redemptionId);
    const { status, payableAt, terms } = redemption;
    if (status !== "pending") return;
    if (ctx.clock.now() < payableAt) {
      const payload = { companyId: ctx.companyId, redemptionId };
      await schedule(ctx, tx, { job: "release-redemption", key: redemptionId, dueAt: payableAt, payload });
      return;
    }
    if (!terms.autoApply) return;
    await approve(ctx, redemption, null);
    await recordRedemptionAudit(ctx, "redemption.released", redemption);
  });
}
