import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { affiliates, commissionPlans } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { type CommissionPlan, withVersions } from "./plan.ts";

export const ListCommissionPlansInput = z.strictObject({ includeArchived: z.boolean().default(false) });
export type ListCommissionPlansInput = z.input<typeof ListCommissionPlansInput>;

export type ListedCommissionPlan = CommissionPlan & {
  /** Active affiliates on it. */
  affiliates: number;
};

/** The default first, then by name. */
export async function listCommissionPlans(
  ctx: Ctx,
  input: ListCommissionPlansInput = {},
): Promise<ListedCommissionPlan[]> {
  requireOwner(ctx);
  const { includeArchived } = parseInput(ListCommissionPlansInput, input);
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(commissionPlans)
      .where(
        and(
          eq(commissionPlans.companyId, ctx.companyId),
          includeArchived ? undefined : isNull(commissionPlans.archivedAt),
        ),
      )
      .orderBy(desc(commissionPlans.isDefault), asc(commissionPlans.name), asc(commissionPlans.id));
    const active = await tx
      .select({ planId: affiliates.planId })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.status, "active")));
    const counts = Map.groupBy(active, ({ planId }) => planId);
    const plans = await withVersions(ctx, rows);
    return plans.map((plan) => ({ ...plan, affiliates: counts.get(plan.id)?.length ?? 0 }));
  });
}
