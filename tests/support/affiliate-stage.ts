import { asc, eq } from "drizzle-orm";
import { affiliateCommissions } from "#db/schema/index.ts";
import {
  type CreateCommissionPlanInput,
  createCommissionPlan,
  makeAffiliate,
  settleCommissions,
} from "#lib/affiliates/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { asSystem, type TestServices } from "./context.ts";
import { makeCompany, makeLink, makeMember, type TestMember } from "./factories.ts";
import { type Buying, recordPurchase, settle } from "./referral-stage.ts";

export type Terms = CreateCommissionPlanInput["terms"];

/** Thirty percent for ever, and Whop is not asked what its own affiliates got. */
export const plainTerms: Terms = { rate: { kind: "percent", bps: 3_000 }, whopAffiliate: "ignore" };

export const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * dayMs);

export type AffiliateScene = {
  companyId: string;
  system: Ctx;
  planId: string;
  affiliateId: string;
  member: TestMember;
  codeId: string;
};

/** A community with one plan and one affiliate on it, as of `since`; the clock stands there. */
export async function makeAffiliateScene(
  services: TestServices,
  since: Date,
  terms: Terms = plainTerms,
  settings: Record<string, unknown> = {},
): Promise<AffiliateScene> {
  services.clock.set(since);
  const { companyId } = await makeCompany(services, { settings: { holdDays: 14, ...settings } });
  const system = asSystem(services, companyId, "test");
  const plan = await createCommissionPlan(system, { name: "Partners", terms });
  return { companyId, system, planId: plan.id, ...(await addAffiliate(system)) };
}

/** One more affiliate of the community, on its default plan. */
export async function addAffiliate(system: Ctx, planId?: string) {
  const member = await makeMember(system);
  const { id: codeId } = await makeLink(system, member.id);
  const affiliate = await makeAffiliate(system, { userId: member.id, ...(planId ? { planId } : {}) });
  return { affiliateId: affiliate.id, member, codeId };
}

/** Somebody new buys through a link; the referral and the affiliate's commissions are settled. */
export async function sell(scene: AffiliateScene, buying: Omit<Buying, "codeId"> & { codeId?: string }) {
  const { system, codeId, affiliateId } = scene;
  const purchase = await recordPurchase(system, { codeId, ...buying });
  await settle(system, purchase.whopUserId);
  await settleCommissions(system, { affiliateId });
  return purchase;
}

export function commissionsIn(system: Ctx) {
  return transact(system, (tx) =>
    tx
      .select()
      .from(affiliateCommissions)
      .where(eq(affiliateCommissions.companyId, system.companyId))
      .orderBy(asc(affiliateCommissions.occurredAt), asc(affiliateCommissions.level)),
  );
}
