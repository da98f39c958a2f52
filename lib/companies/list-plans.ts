import { and, asc, desc, eq } from "drizzle-orm";
import { plans, products } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import { transact } from "../core/context.ts";
import type { Money } from "../core/money.ts";

export type Plan = {
  planId: string;
  productId: string;
  productTitle: string;
  title: string | null;
  /** Whop's word: renewal or one_time. */
  planType: string;
  billingPeriodDays: number | null;
  trialPeriodDays: number | null;
  initialPrice: Money;
  renewalPrice: Money;
  isVisible: boolean;
  purchaseUrl: string | null;
};

/** What the community sells, as last read from Whop; what is on sale comes first. */
export const listPlans = sharedRead<Plan[]>(async (ctx) => {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ plan: plans, productTitle: products.title })
      .from(plans)
      .innerJoin(
        products,
        and(eq(products.companyId, plans.companyId), eq(products.productId, plans.productId)),
      )
      .where(eq(plans.companyId, ctx.companyId))
      .orderBy(desc(plans.isVisible), asc(products.title), asc(plans.initialPriceMinor), asc(plans.planId)),
  );
  return rows.map(({ plan, productTitle }) => ({
    planId: plan.planId,
    productId: plan.productId,
    productTitle,
    title: plan.title,
    planType: plan.planType,
    billingPeriodDays: plan.billingPeriodDays,
    trialPeriodDays: plan.trialPeriodDays,
    initialPrice: { minor: plan.initialPriceMinor, currency: plan.currency },
    renewalPrice: { minor: plan.renewalPriceMinor, currency: plan.currency },
    isVisible: plan.isVisible,
    purchaseUrl: plan.purchaseUrl,
  }));
});
