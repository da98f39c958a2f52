import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { commissionPlans } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { canonical } from "../core/canonical.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockPlans, requireFreeName } from "./create-plan.ts";
import {
  type CommissionPlan,
  checkProducts,
  findDefaultPlan,
  getPlan,
  makeDefault,
  planName,
  writeVersion,
} from "./plan.ts";
import { PlanTerms } from "./terms.ts";

export const UpdateCommissionPlanInput = z.strictObject({
  id: z.uuid(),
  name: planName.optional(),
  /** All of the new terms; they become the plan's next version. */
  terms: PlanTerms.optional(),
  /** True makes it the plan of new affiliates. */
  isDefault: z.literal(true).optional(),
});
export type UpdateCommissionPlanInput = z.input<typeof UpdateCommissionPlanInput>;

/**
 * Changes a plan for the referrals that come from now on; those that came keep the version they came under.
 * @throws AppError conflict when the plan is archived
 */
export async function updateCommissionPlan(
  ctx: Ctx,
  input: UpdateCommissionPlanInput,
): Promise<CommissionPlan> {
  requireOwner(ctx);
  const { id, name, terms, isDefault } = parseInput(UpdateCommissionPlanInput, input);
  return transact(ctx, async (tx, ctx) => {
    await lockPlans(ctx);
    const before = await getPlan(ctx, id, true);
    if (before.archivedAt) throw new AppError("conflict", say("affiliate.thisPlanArchived"));
    const details: Record<string, unknown> = {};
    if (name !== undefined && name !== before.name) {
      await requireFreeName(ctx, name);
      await tx
        .update(commissionPlans)
        .set({ name, updatedAt: ctx.clock.now() })
        .where(and(eq(commissionPlans.companyId, ctx.companyId), eq(commissionPlans.id, id)));
      details.name = { before: before.name, after: name };
    }
    const latest = before.versions[0];
    if (terms !== undefined && canonical(terms) !== canonical(latest?.terms)) {
      await checkProducts(ctx, terms);
      const version = (latest?.version ?? 0) + 1;
      await writeVersion(ctx, id, version, terms);
      details.version = version;
      details.terms = { before: latest?.terms ?? null, after: terms };
    }
    if (isDefault && !before.isDefault) {
      details.isDefault = { before: (await findDefaultPlan(ctx))?.name ?? null, after: name ?? before.name };
      await makeDefault(ctx, id);
    }
    if (Object.keys(details).length === 0) return before;
    await recordAudit(ctx, {
      action: "commission_plan.updated",
      subjectType: "commission_plan",
      subjectId: id,
      details,
    });
    return getPlan(ctx, id);
  });
}
