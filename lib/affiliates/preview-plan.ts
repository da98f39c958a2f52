import { and, eq, gte, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { affiliates, referralConversions, referrals } from "#db/schema/index.ts";
import { getSettings } from "../companies/index.ts";
import { chunksOf } from "../core/chunks.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { checkProducts, findDefaultPlan, getPlan } from "./plan.ts";
import { type Costs, costUnder, type Hypothesis } from "./plan-cost.ts";
import { readSales } from "./read-sales.ts";
import type { Sale } from "./sale.ts";
import { PlanTerms, termsOf } from "./terms.ts";

export const PreviewCommissionPlanInput = z.strictObject({
  /** The plan that would change; left out for a new one. */
  planId: z.uuid().optional(),
  terms: PlanTerms,
});
export type PreviewCommissionPlanInput = z.input<typeof PreviewCommissionPlanInput>;

export type PlanPreview = {
  since: Date;
  /** Whose sales were taken: the plan's affiliates, or everybody who referred when nobody is on it yet. */
  basis: "affiliates" | "everybody";
  referrers: number;
  /** By currency, never added; amounts as decimals. */
  currencies: {
    currency: string;
    sales: number;
    /** What those sales brought, without tax and what went back. */
    revenue: string;
    cost: string;
    /** Under the plan as it is, or the default plan for a new one; null while there is none. */
    currentCost: string | null;
  }[];
};

const previewDays = 90;

/** What a plan would have cost on the sales of the last 90 days, beside what it would cost as it is. Saves nothing. */
export async function previewCommissionPlan(
  ctx: Ctx,
  input: PreviewCommissionPlanInput,
): Promise<PlanPreview> {
  requireOwner(ctx);
  const { planId, terms } = parseInput(PreviewCommissionPlanInput, input);
  return transact(ctx, async (_tx, ctx) => {
    await checkProducts(ctx, terms);
    const current = planId === undefined ? await findDefaultPlan(ctx) : await getPlan(ctx, planId);
    const since = new Date(ctx.clock.now().getTime() - previewDays * dayMs);
    const sellers = await sellersSince(ctx, since);
    const onPlan = sellers.filter((seller) => planId !== undefined && seller.planId === planId);
    const basis = onPlan.length > 0 ? "affiliates" : "everybody";
    const chosen = basis === "affiliates" ? onPlan : sellers;
    const sales = await readAllSales(
      ctx,
      chosen.map(({ userId }) => userId),
    );
    const { timeZone, holdDays } = await getSettings(ctx);
    const recruiterOf = new Map(
      chosen.flatMap(({ userId, recruitedBy }) => (recruitedBy ? [[userId, recruitedBy]] : [])),
    );
    const hypothesis: Hypothesis = { sales, recruiterOf, since, timeZone, holdDays };
    const cost = costUnder(termsOf(terms), hypothesis);
    const latest = current?.versions[0];
    const currentCost = latest ? costUnder(termsOf(latest.terms), hypothesis) : null;
    return { since, basis, referrers: new Set(sales.keys()).size, currencies: compare(cost, currentCost) };
  });
}

function compare(cost: Costs, current: Costs | null): PlanPreview["currencies"] {
  return [...cost]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({
      currency,
      sales: sum.sales,
      revenue: toDecimal(sum.revenueMinor, currency),
      cost: toDecimal(sum.costMinor, currency),
      currentCost: current === null ? null : toDecimal(current.get(currency)?.costMinor ?? 0n, currency),
    }));
}

type Seller = { userId: string; planId: string | null; recruitedBy: string | null };

/** Everybody whose referrals paid since then. */
async function sellersSince(ctx: Ctx, since: Date): Promise<Seller[]> {
  const { companyId } = ctx;
  return transact(ctx, (tx) =>
    tx
      .selectDistinct({
        userId: referrals.referrerId,
        planId: affiliates.planId,
        recruitedBy: affiliates.recruitedBy,
      })
      .from(referralConversions)
      .innerJoin(
        referrals,
        and(eq(referrals.companyId, companyId), eq(referrals.id, referralConversions.referralId)),
      )
      .leftJoin(
        affiliates,
        and(
          eq(affiliates.companyId, companyId),
          eq(affiliates.userId, referrals.referrerId),
          isNotNull(affiliates.planId),
        ),
      )
      .where(
        and(
          eq(referralConversions.companyId, companyId),
          gte(referralConversions.occurredAt, since),
          gte(referralConversions.grossMinor, 1n),
        ),
      ),
  );
}

const membersAtOnce = 500;

/** By member, all of their sales: tiers, durations and caps depend on earlier ones. */
async function readAllSales(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Sale[]>> {
  const sales: Sale[] = [];
  for (const some of chunksOf(userIds, membersAtOnce)) {
    sales.push(...(await readSales(ctx, new Map(some.map((userId) => [userId, userId])))));
  }
  return Map.groupBy(sales, ({ affiliateId }) => affiliateId);
}
