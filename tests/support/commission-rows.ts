import { affiliateCommissions, products, referralConversions } from "#db/schema/index.ts";
import { makeAffiliate } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { unique } from "./factories.ts";

/** A commission as it is stored, for tests that care who may see it and not what it comes to. */
export async function storeCommission(system: Ctx, userId: string, referralId: string): Promise<string> {
  const { companyId } = system;
  const affiliate = await makeAffiliate(system, { userId });
  const now = system.clock.now();
  const [id, conversionId] = [newId(now), newId(now)];
  await transact(system, async (tx) => {
    await tx.insert(referralConversions).values({
      companyId,
      id: conversionId,
      referralId,
      conversionType: "subscription",
      sourceId: unique("pay_"),
      currency: "USD",
      grossMinor: 1_000n,
      taxMinor: 0n,
      refundedMinor: 0n,
      netMinor: 1_000n,
      occurredAt: now,
    });
    await tx.insert(affiliateCommissions).values({
      companyId,
      id,
      affiliateId: affiliate.id,
      conversionId,
      referralId,
      level: 1,
      currency: "USD",
      baseMinor: 1_000n,
      earnedMinor: 100n,
      reversedMinor: 0n,
      status: "pending",
      holdUntil: now,
      planId: affiliate.planId ?? "",
      planVersion: 1,
      workings: [{ code: "rate", from: "plan", bps: 1_000, tier: 0, minor: "100" }],
      occurredAt: now,
    });
  });
  return id;
}

export async function storeProduct(system: Ctx): Promise<string> {
  const productId = unique("prod_");
  const refreshedAt = system.clock.now();
  await transact(system, (tx) =>
    tx.insert(products).values({ companyId: system.companyId, productId, title: "A seat", refreshedAt }),
  );
  return productId;
}
