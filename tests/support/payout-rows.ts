import { affiliatePayoutItems, affiliatePayouts } from "#db/schema/index.ts";
import { createCommissionPlan, makeAffiliate } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { plainTerms } from "./affiliate-stage.ts";

/** A draft for one affiliate as it is stored, for tests that care who may touch it and not what it pays. */
export async function draftPayout(system: Ctx, userId: string) {
  const { companyId } = system;
  const plan = await createCommissionPlan(system, { name: `Partners ${newId()}`, terms: plainTerms });
  const affiliate = await makeAffiliate(system, { userId, planId: plan.id });
  const now = system.clock.now();
  const [payoutId, payoutItemId] = [newId(now), newId(now)];
  await transact(system, async (tx) => {
    await tx.insert(affiliatePayouts).values({
      companyId,
      id: payoutId,
      number: 1,
      status: "draft",
      method: "csv",
      cutoffAt: now,
      createdBy: "system:test",
    });
    await tx.insert(affiliatePayoutItems).values({
      companyId,
      id: payoutItemId,
      payoutId,
      affiliateId: affiliate.id,
      currency: "USD",
      amountMinor: 100n,
      status: "included",
    });
  });
  return { payoutId, payoutItemId, affiliateId: affiliate.id, planId: plan.id };
}
