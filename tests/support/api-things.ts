import { fraudCases, jobLog } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { systemContext } from "#lib/core/services.ts";
import { createReward, evaluateRewards, releaseRedemption } from "#lib/rewards/index.ts";
import type { TestApi, TestCommunity } from "./api.ts";
import { addReferrals, deliveriesIn, redemptionsIn } from "./rewards.ts";

/** Ids of one member's things; `team` has those that belong to the community. */
export type Things = {
  userId: string;
  linkId: string;
  referralId: string;
  redemptionId: string;
  deliveryId: string;
};
export type CommunityThings = {
  member: Things;
  otherMember: Things;
  rewardId: string;
  caseId: string;
  jobId: string;
};

/** One of everything that an address can name, for two members, made by the product's own verbs where it has them. */
export async function makeThings(
  api: TestApi,
  community: TestCommunity,
  tokenOf: (userId: string) => Promise<string>,
): Promise<CommunityThings> {
  const { services } = api;
  const { companyId, experienceId } = community;
  const open = async (whopUserId: string) => {
    const token = await tokenOf(whopUserId);
    const { status, body } = await api.call("POST", "/api/v1/referrals/create", {
      token,
      body: { experienceId },
    });
    if (status !== 201) throw new Error(`No link was made: ${JSON.stringify(body)}`);
    const view = await services.identity.memberView(whopUserId, experienceId, newId());
    return { userId: view.viewer.userId, linkId: String(Reflect.get(Object(body), "id")) };
  };
  const member = await open(community.memberId);
  const other = await open(community.otherMemberId);
  const system = systemContext(services, companyId, "test");
  const reward = await createReward(system, {
    name: "A call with the team",
    threshold: 1,
    rewardType: "custom",
    rewardData: { instructions: "We call you." },
    holdDays: 0,
  });
  const referralOf = new Map<string, string>();
  for (const { userId } of [member, other]) {
    const [referralId] = await addReferrals(system, userId, 1);
    referralOf.set(userId, referralId ?? "");
    await evaluateRewards(system, { userId });
  }
  for (const { id } of await redemptionsIn(system)) await releaseRedemption(system, { redemptionId: id });
  const redemptions = await redemptionsIn(system);
  const deliveries = await deliveriesIn(system);
  const thingsOf = (made: { userId: string; linkId: string }): Things => {
    const redemption = redemptions.find((row) => row.userId === made.userId);
    const delivery = deliveries.find((row) => row.redemptionId === redemption?.id);
    if (!redemption || !delivery) throw new Error("The reward was not earned");
    const referralId = referralOf.get(made.userId) ?? "";
    return { ...made, referralId, redemptionId: redemption.id, deliveryId: delivery.id };
  };
  const things = { member: thingsOf(member), otherMember: thingsOf(other), rewardId: reward.id };
  const now = services.clock.now();
  const [caseId, jobId] = [newId(now), newId(now)];
  await transact(system, async (tx) => {
    const { referralId } = things.otherMember;
    await tx.insert(fraudCases).values({ companyId, id: caseId, referralId, score: 80, openedAt: now });
    await tx.insert(jobLog).values({
      companyId,
      id: jobId,
      name: "refresh-catalog",
      state: "dead",
      attempt: 10,
      message: "Whop did not answer.",
      payload: { companyId },
      startedAt: now,
      finishedAt: now,
    });
  });
  return { ...things, caseId, jobId };
}
