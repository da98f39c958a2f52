import { memberships } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { MembershipFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

export type ChangedMembership = { membershipId: string; whopUserId: string | null };

/** Stores what is new of these sightings, in any order; returns the memberships that changed by it. */
export async function recordMemberships(
  ctx: Ctx,
  facts: readonly MembershipFact[],
): Promise<ChangedMembership[]> {
  if (facts.length === 0) return [];
  const { set, changes } = mergeRule(
    {
      name: "memberships",
      stateAt: memberships.stateAt,
      stateRank: memberships.stateRank,
      state: [memberships.status, memberships.cancelAtPeriodEnd, memberships.renewalPeriodEnd],
      filled: [memberships.planId, memberships.productId],
      greatest: [
        memberships.whopUserId,
        memberships.checkoutConfigurationId,
        memberships.promoCodeId,
        memberships.metadata,
      ],
      least: [memberships.whopCreatedAt],
    },
    ctx.clock.now(),
  );
  return transact(ctx, async (tx) => {
    const changed = new Map<string, ChangedMembership>();
    for (const round of rounds(facts, (fact) => fact.membershipId)) {
      const rows = await tx
        .insert(memberships)
        .values(round.map((fact) => ({ ...fact, companyId: ctx.companyId })))
        .onConflictDoUpdate({
          target: [memberships.companyId, memberships.membershipId],
          set,
          setWhere: changes,
        })
        .returning({ membershipId: memberships.membershipId, whopUserId: memberships.whopUserId });
      for (const row of rows) changed.set(row.membershipId, row);
    }
    return [...changed.values()];
  });
}

export async function recordMembership(ctx: Ctx, fact: MembershipFact): Promise<{ changed: boolean }> {
  return { changed: (await recordMemberships(ctx, [fact])).length > 0 };
}
