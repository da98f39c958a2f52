import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliates, commissionPlans } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { displayName, membersById } from "../members/index.ts";
import type { Affiliate } from "./affiliate.ts";
import { type CommissionTotals, totalsOf } from "./totals.ts";

export type Person = { userId: string; name: string; avatarUrl: string | null };

export type ListedAffiliate = Omit<Affiliate, "recruitedBy"> & {
  member: Person;
  planName: string | null;
  recruitedBy: { affiliateId: string; name: string } | null;
  totals: CommissionTotals[];
};

/** Affiliates with their names, plans and sums, in the order given. */
export async function describeAffiliates(ctx: Ctx, given: readonly Affiliate[]): Promise<ListedAffiliate[]> {
  return transact(ctx, async (_tx, ctx) => {
    const recruiters = await userIdsOf(
      ctx,
      given.flatMap(({ recruitedBy }) => recruitedBy ?? []),
    );
    const members = await membersById(ctx, [...given.map(({ userId }) => userId), ...recruiters.values()]);
    const plans = await planNames(
      ctx,
      given.flatMap(({ planId }) => planId ?? []),
    );
    const totals = await totalsOf(
      ctx,
      given.map(({ id }) => id),
    );
    const nameOf = (userId: string) => displayName(members.get(userId));
    return given.map((affiliate) => {
      const { userId, planId, recruitedBy } = affiliate;
      const recruiter = recruiters.get(recruitedBy ?? "");
      return {
        ...affiliate,
        member: { userId, name: nameOf(userId), avatarUrl: members.get(userId)?.avatarUrl ?? null },
        planName: plans.get(planId ?? "") ?? null,
        recruitedBy:
          recruitedBy !== null && recruiter !== undefined
            ? { affiliateId: recruitedBy, name: nameOf(recruiter) }
            : null,
        totals: totals.get(affiliate.id) ?? [],
      };
    });
  });
}

async function userIdsOf(ctx: Ctx, affiliateIds: readonly string[]): Promise<Map<string, string>> {
  if (affiliateIds.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: affiliates.id, userId: affiliates.userId })
      .from(affiliates)
      .where(and(eq(affiliates.companyId, ctx.companyId), inIds(affiliates.id, affiliateIds))),
  );
  return new Map(rows.map(({ id, userId }) => [id, userId]));
}

export async function planNames(ctx: Ctx, planIds: readonly string[]): Promise<Map<string, string>> {
  if (planIds.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: commissionPlans.id, name: commissionPlans.name })
      .from(commissionPlans)
      .where(and(eq(commissionPlans.companyId, ctx.companyId), inIds(commissionPlans.id, planIds))),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
