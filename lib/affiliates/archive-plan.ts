import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { commissionPlans } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { lockPlans } from "./create-plan.ts";
import { type CommissionPlan, getPlan } from "./plan.ts";

export const ArchiveCommissionPlanInput = z.strictObject({ id: z.uuid() });
export type ArchiveCommissionPlanInput = z.infer<typeof ArchiveCommissionPlanInput>;

/** Nobody is put on it any more; whoever is on it stays and earns by it. Archiving twice is archiving once. */
export async function archiveCommissionPlan(
  ctx: Ctx,
  input: ArchiveCommissionPlanInput,
): Promise<CommissionPlan> {
  requireOwner(ctx);
  const { id } = parseInput(ArchiveCommissionPlanInput, input);
  return transact(ctx, async (tx, ctx) => {
    await lockPlans(ctx);
    const before = await getPlan(ctx, id, true);
    if (before.archivedAt) return before;
    const now = ctx.clock.now();
    await tx
      .update(commissionPlans)
      .set({ archivedAt: now, isDefault: false, updatedAt: now })
      .where(and(eq(commissionPlans.companyId, ctx.companyId), eq(commissionPlans.id, id)));
    await recordAudit(ctx, {
      action: "commission_plan.archived",
      subjectType: "commission_plan",
      subjectId: id,
      details: { name: before.name },
    });
    return getPlan(ctx, id);
  });
}
