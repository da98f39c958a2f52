import { and, asc, eq, or } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { commissionPlans, commissionPlanVersions, products } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { invalidInput, notFound } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { PlanTerms } from "./terms.ts";

export type CommissionPlanVersion = {
  version: number;
  terms: PlanTerms;
  /** Referrals that come from this instant on are under it. */
  effectiveAt: Date;
  createdBy: string;
};

export type CommissionPlan = {
  id: string;
  name: string;
  isDefault: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  /** Newest first; the first is in force. */
  versions: CommissionPlanVersion[];
};

export const planName = z.string().trim().min(1).max(80);

type PlanRow = typeof commissionPlans.$inferSelect;

/** Plans with all their versions, in the order of the rows. */
export async function withVersions(ctx: Ctx, rows: readonly PlanRow[]): Promise<CommissionPlan[]> {
  const versions = await transact(ctx, (tx) =>
    tx
      .select()
      .from(commissionPlanVersions)
      .where(
        and(
          eq(commissionPlanVersions.companyId, ctx.companyId),
          inIds(
            commissionPlanVersions.planId,
            rows.map(({ id }) => id),
          ),
        ),
      )
      .orderBy(asc(commissionPlanVersions.version)),
  );
  const byPlan = Map.groupBy(versions, ({ planId }) => planId);
  return rows.map(({ id, name, isDefault, archivedAt, createdAt }) => ({
    id,
    name,
    isDefault,
    archivedAt,
    createdAt,
    versions: (byPlan.get(id) ?? []).toReversed().map(({ version, terms, effectiveAt, createdBy }) => ({
      version,
      terms: PlanTerms.parse(terms),
      effectiveAt,
      createdBy,
    })),
  }));
}

/** @throws AppError not_found */
export async function getPlan(ctx: Ctx, planId: string, lock = false): Promise<CommissionPlan> {
  return transact(ctx, async (tx, ctx) => {
    const found = tx
      .select()
      .from(commissionPlans)
      .where(and(eq(commissionPlans.companyId, ctx.companyId), eq(commissionPlans.id, planId)));
    const [plan] = await withVersions(ctx, await (lock ? found.for("update") : found));
    if (!plan) throw notFound("plan");
    return plan;
  });
}

/** The plan of whoever is taken on without another being named; null while there is none. */
export async function findDefaultPlan(ctx: Ctx): Promise<CommissionPlan | null> {
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(commissionPlans)
      .where(and(eq(commissionPlans.companyId, ctx.companyId), eq(commissionPlans.isDefault, true)));
    return (await withVersions(ctx, rows))[0] ?? null;
  });
}

/** The plans with these ids and the default one, with all their versions. */
export async function findPlans(ctx: Ctx, ids: readonly string[]): Promise<CommissionPlan[]> {
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(commissionPlans)
      .where(
        and(
          eq(commissionPlans.companyId, ctx.companyId),
          or(inIds(commissionPlans.id, ids), eq(commissionPlans.isDefault, true)),
        ),
      );
    return rows.length === 0 ? [] : withVersions(ctx, rows);
  });
}

/** Makes it the only default; whoever is on another plan stays there. */
export async function makeDefault(ctx: Ctx, planId: string): Promise<void> {
  const now = ctx.clock.now();
  const ours = eq(commissionPlans.companyId, ctx.companyId);
  await transact(ctx, async (tx) => {
    await tx
      .update(commissionPlans)
      .set({ isDefault: false, updatedAt: now })
      .where(and(ours, eq(commissionPlans.isDefault, true)));
    await tx
      .update(commissionPlans)
      .set({ isDefault: true, updatedAt: now })
      .where(and(ours, eq(commissionPlans.id, planId)));
  });
}

export async function writeVersion(
  ctx: Ctx,
  planId: string,
  version: number,
  terms: PlanTerms,
): Promise<void> {
  const now = ctx.clock.now();
  const createdBy = ctx.actor.kind === "system" ? ctx.actor.name : ctx.actor.userId;
  const row = { planId, version, terms, effectiveAt: now, createdBy, createdAt: now };
  await transact(ctx, (tx) => tx.insert(commissionPlanVersions).values({ ...row, companyId: ctx.companyId }));
}

/** @throws AppError invalid_input when terms name a product that the community does not have */
export async function checkProducts(ctx: Ctx, { productRates }: PlanTerms): Promise<void> {
  const wanted = Object.keys(productRates);
  if (wanted.length === 0) return;
  const rows = await transact(ctx, (tx) =>
    tx.select({ productId: products.productId }).from(products).where(eq(products.companyId, ctx.companyId)),
  );
  const known = new Set(rows.map(({ productId }) => productId));
  const missing = wanted.filter((id) => !known.has(id));
  if (missing.length === 0) return;
  throw invalidInput(
    Object.fromEntries(missing.map((id) => [`terms.productRates.${id}`, say("input.product")])),
  );
}
