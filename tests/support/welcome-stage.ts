import { checkoutConfigurations, plans } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import type { CreateRewardInput } from "#lib/rewards/index.ts";
import { asOwner, makeLink, makeMember, unique } from "./factories.ts";
import { giveMembership, makeCommunity, type RewardStage, tenPercent } from "./rewards.ts";

export const welcome = (more: Partial<CreateRewardInput> = {}): CreateRewardInput =>
  tenPercent({
    name: "Welcome",
    side: "referee",
    trigger: "per_conversion",
    threshold: 1,
    rewardData: { kind: "percentage", amountOff: 25, durationMonths: 1 },
    ...more,
  });

/** A community with a plan that a member's link sells, for discounts of whoever joins. */
export async function openWelcome(stage: RewardStage) {
  const community = await makeCommunity(stage);
  const { companyId, system, owner, productId } = community;
  const team = asOwner(stage.services, companyId, owner);
  const mona = await makeMember(system);
  const { id: codeId, code } = await makeLink(system, mona.id);
  giveMembership(stage, community, mona.whopUserId);
  const plan = stage.sandbox.world.plans.first((row) => row.companyId === companyId);
  if (!plan) throw new Error("there is a plan");
  const now = stage.services.clock.now();
  await transact(system, async (tx) => {
    await tx.insert(plans).values({
      companyId,
      planId: plan.id,
      productId,
      title: plan.title,
      planType: "renewal",
      currency: "USD",
      initialPriceMinor: 2_900n,
      renewalPriceMinor: 2_900n,
      isVisible: true,
      refreshedAt: now,
    });
    await tx.insert(checkoutConfigurations).values({
      companyId,
      checkoutId: unique("ch_"),
      codeId,
      planId: plan.id,
      purchaseUrl: `https://whop.com/checkout/${plan.id}/?a=1`,
      metadata: {},
      createdAt: now,
    });
  });
  const purchaseUrl = async () => {
    const [row] = await stage.services.db.hot<{ url: string }[]>`
      SELECT purchase_url AS url FROM resolve_codes(${[code]})`;
    return String(row?.url);
  };
  const promoOnUrl = async () => new URL(await purchaseUrl()).searchParams.get("promoCode");
  const promos = () => stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  return {
    companyId,
    system,
    team,
    mona,
    plan,
    promoOnUrl,
    promos,
    purchaseUrl,
    codeId,
    userId: mona.id,
  };
}
