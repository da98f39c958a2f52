import { and, eq, lt, sql } from "drizzle-orm";
import { companies, experiences, plans, products } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { type MoneyReading, readAmount } from "../core/money.ts";
import { sentenceOf } from "../core/said.ts";
import {
  type WhopCompany,
  WhopError,
  type WhopExperience,
  type WhopPlan,
  type WhopProduct,
} from "../whop/platform.ts";
import { rememberExperience } from "./resolve-experience.ts";

type Catalog = {
  company: WhopCompany;
  products: WhopProduct[];
  plans: WhopPlan[];
  experiences: WhopExperience[];
};

/** Reads the company, its products, plans and experiences from Whop, then stores them in one transaction. */
export async function refreshCatalog(ctx: Ctx): Promise<{ products: number; plans: number }> {
  const catalog = await readCatalog(ctx);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const { title, route, logoUrl, ownerUserId, memberCount } = catalog.company;
    await tx
      .update(companies)
      .set({
        title,
        route,
        logoUrl,
        ownerWhopUserId: ownerUserId,
        memberCount,
        profileRefreshedAt: now,
        updatedAt: now,
      })
      .where(eq(companies.companyId, ctx.companyId));
    await storeProducts(ctx, catalog, now);
    const stored = await storePlans(ctx, catalog.plans, now);
    for (const experience of catalog.experiences) await rememberExperience(ctx, experience);
    return { products: catalog.products.length, plans: stored };
  });
}

async function readCatalog(ctx: Ctx): Promise<Catalog> {
  const company = await ctx.whop.getCompany(ctx.companyId);
  const foundProducts = await collect(ctx.whop.listProducts(ctx.companyId));
  const foundPlans = await collect(ctx.whop.listPlans(ctx.companyId));
  const known = await transact(ctx, (tx) =>
    tx
      .select({ experienceId: experiences.experienceId })
      .from(experiences)
      .where(eq(experiences.companyId, ctx.companyId)),
  );
  const foundExperiences: WhopExperience[] = [];
  for (const { experienceId } of known) {
    const experience = await readExperience(ctx, experienceId);
    if (experience?.companyId === ctx.companyId) foundExperiences.push(experience);
  }
  return { company, products: foundProducts, plans: foundPlans, experiences: foundExperiences };
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of pages) found.push(item);
  return found;
}

async function readExperience(ctx: Ctx, experienceId: string): Promise<WhopExperience | null> {
  try {
    return await ctx.whop.getExperience(experienceId);
  } catch (error) {
    if (error instanceof WhopError && error.kind === "not_found") return null;
    throw error;
  }
}

async function storeProducts(ctx: Ctx, catalog: Catalog, now: Date): Promise<void> {
  const titles = new Map(catalog.products.map((product) => [product.productId, product]));
  // A plan may name a product that the list leaves out; the plan is real all the same.
  for (const { productId } of catalog.plans) {
    if (!titles.has(productId)) titles.set(productId, { productId, title: productId, route: null });
  }
  if (titles.size === 0) return;
  const rows = [...titles.values()].map((product) => ({
    companyId: ctx.companyId,
    ...product,
    refreshedAt: now,
    createdAt: now,
    updatedAt: now,
  }));
  await transact(ctx, (tx) =>
    tx
      .insert(products)
      .values(rows)
      .onConflictDoUpdate({
        target: [products.companyId, products.productId],
        set: {
          title: sql`excluded.title`,
          route: sql`excluded.route`,
          refreshedAt: now,
          updatedAt: now,
        },
      }),
  );
}

async function storePlans(ctx: Ctx, found: WhopPlan[], now: Date): Promise<number> {
  const rows = found.flatMap((plan) => planRow(ctx, plan, now));
  return transact(ctx, async (tx) => {
    if (rows.length > 0) {
      await tx
        .insert(plans)
        .values(rows)
        .onConflictDoUpdate({
          target: [plans.companyId, plans.planId],
          set: {
            productId: sql`excluded.product_id`,
            title: sql`excluded.title`,
            planType: sql`excluded.plan_type`,
            billingPeriodDays: sql`excluded.billing_period_days`,
            trialPeriodDays: sql`excluded.trial_period_days`,
            initialPriceMinor: sql`excluded.initial_price_minor`,
            renewalPriceMinor: sql`excluded.renewal_price_minor`,
            currency: sql`excluded.currency`,
            isVisible: sql`excluded.is_visible`,
            purchaseUrl: sql`excluded.purchase_url`,
            refreshedAt: now,
            updatedAt: now,
          },
        });
    }
    // What Whop no longer lists is not for sale, but payments still name it.
    await tx
      .update(plans)
      .set({ isVisible: false, updatedAt: now })
      .where(and(eq(plans.companyId, ctx.companyId), eq(plans.isVisible, true), lt(plans.refreshedAt, now)));
    return rows.length;
  });
}

function planRow(ctx: Ctx, plan: WhopPlan, now: Date): (typeof plans.$inferInsert)[] {
  const initial = readAmount(plan.initialPrice, plan.currency);
  const renewal = readAmount(plan.renewalPrice, plan.currency);
  if (!initial.ok || !renewal.ok) {
    const problem = problemOf(initial) ?? problemOf(renewal);
    ctx.log.warn({ companyId: ctx.companyId, planId: plan.planId, problem }, "A plan's price cannot be read");
    return [];
  }
  const { initialPrice: _, renewalPrice: __, currency: ___, ...rest } = plan;
  return [
    {
      companyId: ctx.companyId,
      ...rest,
      initialPriceMinor: initial.money.minor,
      renewalPriceMinor: renewal.money.minor,
      currency: initial.money.currency,
      refreshedAt: now,
      createdAt: now,
      updatedAt: now,
    },
  ];
}

function problemOf(reading: MoneyReading): string | null {
  return reading.ok ? null : sentenceOf(reading.problem);
}
