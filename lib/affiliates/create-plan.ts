import { and, eq, isNull, type SQL } from "drizzle-orm";
import { z } from "zod";
import { commissionPlans, companies } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import {
  type CommissionPlan,
  checkProducts,
  findDefaultPlan,
  getPlan,
  makeDefault,
  planName,
  writeVersion,
} from "./plan.ts";
import { PlanTerms } from "./terms.ts";

export const CreateCommissionPlanInput = z.strictObject({
  name: planName,
  terms: PlanTerms,
  /** The plan of new affiliates. The first plan of a community is. */
  isDefault: z.boolean().default(false),
});
export type CreateCommissionPlanInput = z.input<typeof CreateCommissionPlanInput>;

const mostPlans = 100;

/** @throws AppError conflict when another plan has the name, or there are too many */
export async function createCommissionPlan(
  ctx: Ctx,
  input: CreateCommissionPlanInput,
): Promise<CommissionPlan> {
  requireOwner(ctx);
  const { name, terms, isDefault } = parseInput(CreateCommissionPlanInput, input);
  return transact(ctx, async (tx, ctx) => {
    await lockPlans(ctx);
    await requireFreeName(ctx, name);
    await requireRoom(ctx);
    await checkProducts(ctx, terms);
    const now = ctx.clock.now();
    const id = newId(now);
    await tx
      .insert(commissionPlans)
      .values({ companyId: ctx.companyId, id, name, createdAt: now, updatedAt: now });
    await writeVersion(ctx, id, 1, terms);
    if (isDefault || (await findDefaultPlan(ctx)) === null) await makeDefault(ctx, id);
    await recordAudit(ctx, {
      action: "commission_plan.created",
      subjectType: "commission_plan",
      subjectId: id,
      details: { name, terms },
    });
    return getPlan(ctx, id);
  });
}

/** One at a time changes which plans there are: names and the default are of all of them. */
export async function lockPlans(ctx: Ctx): Promise<void> {
  await transact(ctx, (tx) =>
    tx
      .select({ id: companies.companyId })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId))
      .for("no key update"),
  );
}

/** @throws AppError conflict when a plan has the name */
export async function requireFreeName(ctx: Ctx, name: string): Promise<void> {
  const taken = await countPlans(ctx, eq(commissionPlans.name, name));
  if (taken > 0)
    throw new AppError("conflict", say("affiliate.nameTaken", { name }), {
      fields: { name: say("input.nameTaken") },
    });
}

async function requireRoom(ctx: Ctx): Promise<void> {
  if ((await countPlans(ctx)) >= mostPlans)
    throw new AppError("conflict", say("affiliate.mostPlans", { count: mostPlans }));
}

function countPlans(ctx: Ctx, which?: SQL): Promise<number> {
  const { companyId, archivedAt } = commissionPlans;
  return transact(ctx, (tx) =>
    tx.$count(commissionPlans, and(eq(companyId, ctx.companyId), isNull(archivedAt), which)),
  );
}
