import type { AffiliateStatus } from "#db/enums.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { findAffiliateOf } from "./affiliate.ts";
import { findDefaultPlan, getPlan } from "./plan.ts";
import type { PlanTerms } from "./terms.ts";
import { type CommissionTotals, totalsOf } from "./totals.ts";

export type MyAffiliation = {
  affiliateId: string | null;
  status: AffiliateStatus | "none";
  /** Whether asking leads anywhere now. */
  mayApply: boolean;
  application: string | null;
  appliedAt: Date | null;
  decidedAt: Date | null;
  /** What the team wrote about its decision. */
  decisionNote: string | null;
  /** What people who come now earn them; for who is none yet, what an affiliate gets. Null while nothing is set. */
  plan: { name: string; version: number; terms: PlanTerms } | null;
  totals: CommissionTotals[];
};

/** Where the member who asks stands as an affiliate. */
export async function getMyAffiliation(ctx: Ctx): Promise<MyAffiliation> {
  const { userId } = requireMember(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const { affiliateApplications } = await getSettings(ctx);
    const affiliate = await findAffiliateOf(ctx, userId);
    const plan = affiliate?.planId ? await getPlan(ctx, affiliate.planId) : await findDefaultPlan(ctx);
    const version = plan?.versions[0];
    const totals = affiliate ? await totalsOf(ctx, [affiliate.id]) : new Map<string, CommissionTotals[]>();
    return {
      affiliateId: affiliate?.id ?? null,
      status: affiliate?.status ?? "none",
      mayApply: affiliate === null && affiliateApplications !== "closed" && plan !== null,
      application: affiliate?.application ?? null,
      appliedAt: affiliate?.appliedAt ?? null,
      decidedAt: affiliate?.decidedAt ?? null,
      decisionNote: affiliate?.decisionNote ?? null,
      plan: plan && version ? { name: plan.name, version: version.version, terms: version.terms } : null,
      totals: totals.get(affiliate?.id ?? "") ?? [],
    };
  });
}
