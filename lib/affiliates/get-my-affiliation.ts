import type { AffiliateStatus } from "#db/enums.ts";
import { getSettings } from "../companies/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember } from "../core/context.ts";
import type { Told } from "../core/said.ts";
import { type Affiliate, findAffiliatesOf } from "./affiliate.ts";
import { type CommissionPlan, findPlans } from "./plan.ts";
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
  decisionNote: Told | null;
  /** What people who come now earn them; for who is none yet, what an affiliate gets. Null while nothing is set. */
  plan: { name: string; version: number; terms: PlanTerms } | null;
  totals: CommissionTotals[];
};

type Standing = { affiliate: Affiliate | null; plan: CommissionPlan | null; totals: CommissionTotals[] };

/** What every member's page asks about its member, so those who open it at once share a read. */
const readStanding = batchedRead<Standing>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const affiliates = await findAffiliatesOf(ctx, userIds);
    const plans = await findPlans(
      ctx,
      [...affiliates.values()].flatMap(({ planId }) => planId ?? []),
    );
    const totals =
      affiliates.size === 0
        ? new Map<string, CommissionTotals[]>()
        : await totalsOf(
            ctx,
            [...affiliates.values()].map(({ id }) => id),
          );
    return new Map(
      userIds.map((userId) => {
        const affiliate = affiliates.get(userId) ?? null;
        const plan = plans.find(({ id, isDefault }) =>
          affiliate?.planId ? id === affiliate.planId : isDefault,
        );
        return [userId, { affiliate, plan: plan ?? null, totals: totals.get(affiliate?.id ?? "") ?? [] }];
      }),
    );
  },
});

/** Where the member who asks stands as an affiliate. */
export async function getMyAffiliation(ctx: Ctx): Promise<MyAffiliation> {
  const { userId } = requireMember(ctx);
  const [{ affiliateApplications }, standing] = await Promise.all([
    getSettings(ctx),
    readStanding(ctx, userId),
  ]);
  const { affiliate, plan, totals } = standing ?? { affiliate: null, plan: null, totals: [] };
  const version = plan?.versions[0];
  return {
    affiliateId: affiliate?.id ?? null,
    status: affiliate?.status ?? "none",
    mayApply: affiliate === null && affiliateApplications !== "closed" && plan !== null,
    application: affiliate?.application ?? null,
    appliedAt: affiliate?.appliedAt ?? null,
    decidedAt: affiliate?.decidedAt ?? null,
    decisionNote: affiliate?.decisionNote ?? null,
    plan: plan && version ? { name: plan.name, version: version.version, terms: version.terms } : null,
    totals,
  };
}
