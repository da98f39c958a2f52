import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { type RewardType, reversalPolicies, rewardTypes } from "#db/enums.ts";
import { plans, products } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { hasCode, type RewardData, rewardDataSchemas } from "./reward-data.ts";

export const rewardFields = {
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().min(1).max(500).nullable(),
  /** Referrals that count, from which on the reward is earned. */
  threshold: z.int().min(1).max(100_000),
  rewardType: z.enum(rewardTypes),
  rewardData: z.record(z.string(), z.unknown()),
  /** Delivered by itself after the hold; otherwise the team decides about each one. */
  autoApply: z.boolean(),
  holdDays: z.int().min(0).max(365),
  /** Days in which a code has to be claimed; null is for ever. */
  expiryDays: z.int().min(1).max(3650).nullable(),
  /** How many may be given in all; null is no limit. */
  stock: z.int().min(0).max(1_000_000).nullable(),
  onReversal: z.enum(reversalPolicies),
};

/** Checks what a reward gives against its type and against the community. @throws AppError invalid_input */
export async function checkReward(
  ctx: Ctx,
  type: RewardType,
  given: unknown,
  expiryDays: number | null,
): Promise<RewardData> {
  const schema = z.strictObject({ rewardData: rewardDataSchemas[type] });
  const { rewardData } = parseInput(schema, { rewardData: given });
  const data = { ...rewardData, type } as RewardData;
  if (expiryDays !== null && !hasCode(type)) {
    throw invalid({ expiryDays: "only a reward with a code can expire; leave it empty here" });
  }
  await checkCatalog(ctx, data);
  return data;
}

async function checkCatalog(ctx: Ctx, data: RewardData): Promise<void> {
  const productId = "productId" in data ? data.productId : undefined;
  const planIds = "planIds" in data ? [...new Set(data.planIds)] : [];
  await transact(ctx, async (tx) => {
    if (productId !== undefined) {
      const found = await tx
        .select({ id: products.productId })
        .from(products)
        .where(and(eq(products.companyId, ctx.companyId), eq(products.productId, productId)));
      if (found.length === 0) throw invalid({ "rewardData.productId": "this community has no such product" });
    }
    if (planIds.length > 0) {
      const found = await tx
        .select({ id: plans.planId })
        .from(plans)
        .where(and(eq(plans.companyId, ctx.companyId), inArray(plans.planId, planIds)));
      if (found.length < planIds.length) {
        throw invalid({ "rewardData.planIds": "this community has no such plan" });
      }
    }
  });
}

export function invalid(fields: Record<string, string>): AppError {
  const [name, problem] = Object.entries(fields)[0] ?? ["input", "could not be read"];
  return new AppError("invalid_input", `${name}: ${problem}`, { fields });
}
