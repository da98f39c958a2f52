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
  lockToTakeOn,
  planFor,
  recordAffiliateAudit,
} from "./affiliate.ts";
import { recruiterOf } from "./recruiter.ts";

export const ApproveAffiliateInput = z.strictObject({
  id: z.uuid(),
  /** The community's default plan when left out. */
  planId: z.uuid().optional(),
  /** The member reads it. */
  note: z.string().trim().min(1).max(500).nullable().default(null),
});
export type ApproveAffiliateInput = z.input<typeof ApproveAffiliateInput>;

/** Takes on somebody who applied, or was declined: people they bring from now on earn them commissions. */
export async function approveAffiliate(ctx: Ctx, input: ApproveAffiliateInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { id, planId, note } = parseInput(ApproveAffiliateInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const before = await lockToTakeOn(ctx, id);
    if (before.status === "active" || before.status === "suspended")
      throw new AppError("conflict", say("affiliate.approved", { status: before.status }));
    const plan = await planFor(ctx, planId);
    const active = await changeAffiliate(ctx, id, {
      status: "active",
      planId: plan,
      decidedAt: ctx.clock.now(),
      decisionNote: note,
      recruitedBy: before.recruitedBy ?? (await recruiterOf(ctx, before.userId)),
    });
    await beginTerms(ctx, active, plan);
    await recordAffiliateAudit(ctx, "approved", active, { planId: plan });
    return active;
  });
}
