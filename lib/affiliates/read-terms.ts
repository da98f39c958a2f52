import { and, asc, eq, or } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliates, affiliateTerms, commissionPlans, commissionPlanVersions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { CommissionInput } from "./commission.ts";
import type { PlanVersion, TermsPeriod } from "./sale.ts";
import { PlanTerms, termsOf } from "./terms.ts";

type Around = { id: string; userId: string; recruitedBy: string | null };

/** These affiliates and all those whom they ever recruited. */
export async function affiliatesAround(ctx: Ctx, affiliateIds: readonly string[]): Promise<Around[]> {
  const { id, userId, recruitedBy } = affiliates;
  return transact(ctx, (tx) =>
    tx
      .select({ id, userId, recruitedBy })
      .from(affiliates)
      .where(
        and(
          eq(affiliates.companyId, ctx.companyId),
          or(inIds(id, affiliateIds), inIds(recruitedBy, affiliateIds)),
        ),
      ),
  );
}

export async function readTerms(
  ctx: Ctx,
  affiliateIds: readonly string[],
): Promise<Pick<CommissionInput, "terms" | "plans">> {
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(affiliateTerms)
      .where(and(eq(affiliateTerms.companyId, companyId), inIds(affiliateTerms.affiliateId, affiliateIds)))
      .orderBy(asc(affiliateTerms.since));
    const periods: (TermsPeriod & { affiliateId: string })[] = rows;
    const plans = await readVersions(ctx, [...new Set(rows.map(({ planId }) => planId))]);
    return { terms: Map.groupBy(periods, ({ affiliateId }) => affiliateId), plans };
  });
}

export async function readVersions(
  ctx: Ctx,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PlanVersion[]>> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ version: commissionPlanVersions, name: commissionPlans.name })
      .from(commissionPlanVersions)
      .innerJoin(
        commissionPlans,
        and(eq(commissionPlans.companyId, companyId), eq(commissionPlans.id, commissionPlanVersions.planId)),
      )
      .where(
        and(eq(commissionPlanVersions.companyId, companyId), inIds(commissionPlanVersions.planId, planIds)),
      )
      .orderBy(asc(commissionPlanVersions.version)),
  );
  const versions = rows.map(
    ({ version, name }): PlanVersion => ({
      planId: version.planId,
      planName: name,
      version: version.version,
      effectiveAt: version.effectiveAt,
      terms: termsOf(PlanTerms.parse(version.terms)),
    }),
  );
  return Map.groupBy(versions, ({ planId }) => planId);
}
