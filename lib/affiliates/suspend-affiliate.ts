import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import {
  type Affiliate,
  beginTerms,
  changeAffiliate,
  lockAffiliate,
  lockToTakeOn,
  recordAffiliateAudit,
} from "./affiliate.ts";
import { affiliateReason } from "./decline-affiliate.ts";

/** The member reads the reason. */
export const SuspendAffiliateInput = z.strictObject({ id: z.uuid(), reason: affiliateReason });
export type SuspendAffiliateInput = z.infer<typeof SuspendAffiliateInput>;

/** From now on their sales earn nothing; what was earned before stays theirs. */
export async function suspendAffiliate(ctx: Ctx, input: SuspendAffiliateInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { id, reason } = parseInput(SuspendAffiliateInput, input);
  return move(ctx, id, "active", "suspended", reason);
}

export const ResumeAffiliateInput = z.strictObject({ id: z.uuid() });
export type ResumeAffiliateInput = z.infer<typeof ResumeAffiliateInput>;

/** Ends a suspension: sales from now on earn again, under the plan they had. */
export async function resumeAffiliate(ctx: Ctx, input: ResumeAffiliateInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { id } = parseInput(ResumeAffiliateInput, input);
  return move(ctx, id, "suspended", "active", null);
}

async function move(
  ctx: Ctx,
  id: string,
  from: "active" | "suspended",
  to: "active" | "suspended",
  reason: string | null,
): Promise<Affiliate> {
  return transact(ctx, async (_tx, ctx) => {
    const before = to === "active" ? await lockToTakeOn(ctx, id) : await lockAffiliate(ctx, id);
    if (before.status !== from || before.planId === null)
      throw new AppError("conflict", say("affiliate.changed", { status: before.status, expected: from }));
    const after = await changeAffiliate(ctx, id, {
      status: to,
      decidedAt: ctx.clock.now(),
      decisionNote: reason,
    });
    await beginTerms(ctx, after, before.planId);
    await recordAffiliateAudit(
      ctx,
      to === "active" ? "resumed" : "suspended",
      after,
      reason ? { reason } : {},
    );
    return after;
  });
}
