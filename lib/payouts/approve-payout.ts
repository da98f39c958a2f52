import { z } from "zod";
import { recordAudit } from "../audit/index.ts";
import { getSettings, settingFor } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { approverOf, changePayout, lockPayout, type PayoutRow } from "./payout.ts";
import { totalsOf } from "./totals.ts";

export const ApprovePayoutInput = z.strictObject({ id: z.uuid() });
export type ApprovePayoutInput = z.infer<typeof ApprovePayoutInput>;

/**
 * A person of the team agrees to a draft. Above the amount that the settings name, a second person has to agree,
 * too, before it may be paid.
 * @throws AppError forbidden for whoever is no person, conflict when it cannot be approved, or not by them again
 */
export async function approvePayout(ctx: Ctx, input: ApprovePayoutInput): Promise<PayoutRow> {
  const who = approverOf(ctx);
  const { id } = parseInput(ApprovePayoutInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const payout = await lockPayout(ctx, id);
    // Pressed twice, or by two at once.
    if (payout.status === "approved" || payout.status === "processing") return payout;
    if (payout.status !== "draft")
      throw new AppError("conflict", say("payout.over", { number: payout.number, status: payout.status }));
    const totals = (await totalsOf(ctx, [id])).filter(({ status }) => status === "included");
    if (totals.length === 0) throw new AppError("conflict", say("payout.empty"));
    const now = ctx.clock.now();
    if (payout.approvedBy === null) {
      const isEnough = !(await needsSecond(ctx, totals));
      const change = { approvedBy: who, approvedAt: now };
      return record(ctx, id, { ...change, ...(isEnough ? { status: "approved" as const } : {}) });
    }
    if (payout.approvedBy === who) {
      const message = say("payout.second");
      throw new AppError("conflict", message);
    }
    return record(ctx, id, { secondApprovedBy: who, secondApprovedAt: now, status: "approved" });
  });
}

async function record(ctx: Ctx, id: string, change: Parameters<typeof changePayout>[2]): Promise<PayoutRow> {
  const payout = await changePayout(ctx, id, change);
  const details = { number: payout.number, isSecond: payout.secondApprovedBy !== null };
  await recordAudit(ctx, { action: "payout.approved", subjectType: "payout", subjectId: id, details });
  return payout;
}

async function needsSecond(
  ctx: Ctx,
  totals: readonly { currency: string; amountMinor: bigint }[],
): Promise<boolean> {
  const { payouts } = await getSettings(ctx);
  return totals.some(({ currency, amountMinor }) => {
    const limit = settingFor(payouts.secondApprovalAbove, currency);
    return limit !== null && amountMinor > limit;
  });
}
