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
  planFor,
  recordAffiliateAudit,
} from "./affiliate.ts";

export const ChangeAffiliatePlanInput = z.strictObject({ id: z.uuid(), planId: z.uuid() });
export type ChangeAffiliatePlanInput = z.infer<typeof ChangeAffiliatePlanInput>;

/** Puts an affiliate on another plan; whoever they have brought stays under the terms they came under. */
export async function changeAffiliatePlan(ctx: Ctx, input: ChangeAffiliatePlanInput): Promise<Affiliate> {
  requireOwner(ctx);
  const { id, planId } = parseInput(ChangeAffiliatePlanInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const before = await lockAffiliate(ctx, id);
    if (before.status !== "active" && before.status !== "suspended")
      throw new AppError("conflict", say("affiliate.notApproved"));
    if (before.planId === planId) return before;
    const plan = await planFor(ctx, planId);
    const after = await changeAffiliate(ctx, id, { planId: plan });
    await beginTerms(ctx, after, plan);
    await recordAffiliateAudit(ctx, "plan_changed", after, { before: before.planId, after: plan });
    return after;
  });
}
