import { eq } from "drizzle-orm";
import { companies } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { listPlans, type Plan } from "./list-plans.ts";
import { readSettings } from "./settings.ts";

/**
 * Until the owner chooses, links sell the cheapest paid plan on sale: a link that leads to no checkout at all
 * would lose its member every credit.
 */
export async function chooseFirstPlan(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ settings: companies.settings })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId))
      .for("update");
    if (!row) return;
    const settings = readSettings(row.settings);
    if (settings.defaultPlanId) return;
    const plan = cheapestPaid(await listPlans(ctx));
    if (!plan) return;
    await tx
      .update(companies)
      .set({ settings: { ...settings, defaultPlanId: plan.planId }, updatedAt: ctx.clock.now() })
      .where(eq(companies.companyId, ctx.companyId));
    await recordAudit(ctx, {
      action: "settings.updated",
      subjectType: "company",
      subjectId: ctx.companyId,
      details: { defaultPlanId: { before: null, after: plan.planId }, because: "no plan was chosen yet" },
    });
  });
}

function cheapestPaid(plans: Plan[]): Plan | undefined {
  const onSale = plans.filter((plan) => plan.isVisible);
  const paid = onSale.filter((plan) => priceOf(plan) > 0n);
  return paid.toSorted((a, b) => (priceOf(a) < priceOf(b) ? -1 : 1))[0] ?? onSale[0];
}

function priceOf(plan: Plan): bigint {
  return plan.initialPrice.minor > 0n ? plan.initialPrice.minor : plan.renewalPrice.minor;
}
