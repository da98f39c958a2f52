import { eq } from "drizzle-orm";
import { companies } from "#db/schema/index.ts";
import { COMMUNITY, type Community } from "#db/seed/community.ts";
import { provisionCompany, refreshCatalog, updateSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { displayName, ensureMember } from "../members/index.ts";
import { createReward } from "../rewards/index.ts";

/**
 * The day the owner installed the app: the catalog is read, the plan chosen, the milestones set. Returns the context
 * in which the owner acts.
 */
export async function openCommunity(ctx: Ctx, community: Community): Promise<Ctx> {
  await provisionCompany(ctx);
  // Everything there is to know of the past is lived through below, so nobody has to be looked up at Whop.
  await transact(ctx, async (tx) => {
    await tx
      .update(companies)
      .set({ backfilledAt: ctx.clock.now() })
      .where(eq(companies.companyId, ctx.companyId));
  });
  await refreshCatalog(ctx);
  const owner = await asOwner(ctx, community);
  await updateSettings(owner, {
    defaultPlanId: COMMUNITY.planIds.monthly,
    offerText: "7 days free",
  });
  await createReward(owner, {
    name: "50% off a month",
    description: "A code for half off your next payment.",
    threshold: 3,
    rewardType: "discount",
    rewardData: {
      kind: "percentage",
      amountOff: 50,
      currency: "USD",
      durationMonths: 1,
      newUsersOnly: false,
    },
    autoApply: true,
    holdDays: 0,
  });
  await createReward(owner, {
    name: "14 free days",
    description: "Two weeks of membership, added to the time you have paid for.",
    threshold: 5,
    rewardType: "free_days",
    rewardData: { days: 14 },
    autoApply: true,
    holdDays: 14,
  });
  await createReward(owner, {
    name: "Portfolio review with Nora",
    description: "An hour with the founder, on your work.",
    threshold: 10,
    rewardType: "custom",
    rewardData: { instructions: "Nora writes to you within two days to find a time." },
    autoApply: false,
    holdDays: 14,
  });
  return owner;
}

async function asOwner(ctx: Ctx, community: Community): Promise<Ctx> {
  const profile = community.users.find((user) => user.id === COMMUNITY.personas.owner);
  const member = await ensureMember(ctx, {
    whopUserId: COMMUNITY.personas.owner,
    username: profile?.username ?? null,
    name: profile?.name ?? null,
    email: profile?.email ?? null,
    joinedAt: community.company.createdAt,
  });
  const actor = {
    kind: "owner",
    userId: member.id,
    whopUserId: member.whopUserId,
    name: displayName(member),
  } as const;
  return { ...ctx, actor };
}
