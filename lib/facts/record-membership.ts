import { sql } from "drizzle-orm";
import { z } from "zod";
import { memberships } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { MembershipFact } from "../whop/facts.ts";
import { mergeRule, rounds } from "./last-state.ts";

/** The least that tells one state of a membership from another; in the order of the alphabet they are in that of time. */
export function stateName({ stateAt, stateRank, status }: StampedStatus): string {
  return `${stateAt.toISOString()} ${String(stateRank).padStart(3, "0")} ${status}`;
}

type StampedStatus = Pick<MembershipFact, "stateAt" | "stateRank" | "status">;

export type ChangedMembership = { membershipId: string; whopUserId: string | null };

const Changed = z.array(z.object({ membership_id: z.string(), whop_user_id: z.string().nullable() }));

/** Stores what is new of these sightings, in any order; returns the memberships that changed by it. */
export async function recordMemberships(
  ctx: Ctx,
  facts: readonly MembershipFact[],
): Promise<ChangedMembership[]> {
  if (facts.length === 0) return [];
  const onConflict = mergeRule(
    {
      name: "memberships",
      key: [memberships.companyId, memberships.membershipId],
      updatedAt: memberships.updatedAt,
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
      union: [memberships.states],
    },
    ctx.clock.now(),
  );
  return transact(ctx, async (tx) => {
    const changed = new Map<string, ChangedMembership>();
    const sightings = facts.map((fact) => ({ ...fact, states: { [stateName(fact)]: true } }));
    for (const round of rounds(sightings, (fact) => fact.membershipId)) {
      const rows = await writeRows(tx, ctx.companyId, memberships, round, {
        onConflict,
        returning: sql`${memberships.membershipId}, ${memberships.whopUserId}`,
      });
      for (const { membership_id, whop_user_id } of Changed.parse(rows))
        changed.set(membership_id, { membershipId: membership_id, whopUserId: whop_user_id });
    }
    return [...changed.values()];
  });
}

export async function recordMembership(ctx: Ctx, fact: MembershipFact): Promise<{ changed: boolean }> {
  return { changed: (await recordMemberships(ctx, [fact])).length > 0 };
}
