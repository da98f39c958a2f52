import { z } from "zod";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { schedule } from "../jobs/index.ts";
import { trustScoresOf } from "../trust/index.ts";
import { endOfHold } from "./earn.ts";
import { recordRedemptionAudit } from "./record-event.ts";
import { changeRedemption, getRedemption } from "./redemption.ts";
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
    const { status, earnedAt, payableAt, terms } = redemption;
    if (status !== "pending") return;
    const trust = await trustIn(ctx, userId);
    const dueAt = later(payableAt, endOfHold(earnedAt, terms.holdDays + trust.extraHoldDays));
    if (dueAt > payableAt) await changeRedemption(ctx, redemptionId, { payableAt: dueAt });
    if (ctx.clock.now() < dueAt) {
      const payload = { companyId: ctx.companyId, redemptionId };
      await schedule(ctx, tx, { job: "release-redemption", key: redemptionId, dueAt, payload });
      return;
    }
    if (!terms.autoApply && !trust.approves) return;
    await approve(ctx, redemption, null);
    await recordRedemptionAudit(ctx, "redemption.released", redemption);
  });
}

/** What the owner lets the member's trust score decide. */
async function trustIn(ctx: Ctx, userId: string): Promise<{ approves: boolean; extraHoldDays: number }> {
  const { autoApproveAbove, holdLonger } = (await getSettings(ctx)).trust;
  if (autoApproveAbove === null && holdLonger === null) return { approves: false, extraHoldDays: 0 };
  const score = (await trustScoresOf(ctx, [userId])).get(userId)?.score ?? 0;
  return {
    approves: autoApproveAbove !== null && score > autoApproveAbove,
    extraHoldDays: holdLonger !== null && score < holdLonger.below ? holdLonger.extraDays : 0,
  };
}

function later(a: Date, b: Date): Date {
  return a < b ? b : a;
}
