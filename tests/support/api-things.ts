import { fraudCases, jobLog, referralClaims } from "#db/schema/index.ts";
import { createBadge } from "#lib/badges/index.ts";
import { createCampaign, scheduleCampaign } from "#lib/campaigns/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { systemContext } from "#lib/core/services.ts";
import { makeExport, startExport } from "#lib/exports/index.ts";
import { createReward, evaluateRewards, releaseRedemption } from "#lib/rewards/index.ts";
import type { TestApi, TestCommunity } from "./api.ts";
import { storeCommission, storeProduct } from "./commission-rows.ts";
import { draftPayout } from "./payout-rows.ts";
import { addReferrals, deliveriesIn, redemptionsIn } from "./rewards.ts";

/** Ids of one member's things; `team` has those that belong to the community. */
export type Things = {
  userId: string;
  linkId: string;
  referralId: string;
  redemptionId: string;
  deliveryId: string;
  commissionId: string;
  /** Decided against. */
  claimId: string;
};
export type CommunityThings = {
  member: Things;
  otherMember: Things;
  rewardId: string;
  caseId: string;
  jobId: string;
  apiKeyId: string;
  savedViewId: string;
  exportId: string;
  payoutId: string;
  payoutItemId: string;
  affiliateId: string;
  commissionPlanId: string;
  productId: string;
  badgeKey: string;
  campaignId: string;
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
    await evaluateRewards(system, { userIds: [userId] });
  }
  for (const { id } of await redemptionsIn(system)) await releaseRedemption(system, { redemptionId: id });
  const redemptions = await redemptionsIn(system);
  const deliveries = await deliveriesIn(system);
  const { affiliateId, planId, ...payout } = await draftPayout(system, member.userId);
  const thingsOf = async (made: { userId: string; linkId: string }): Promise<Things> => {
    const redemption = redemptions.find((row) => row.userId === made.userId);
    const delivery = deliveries.find((row) => row.redemptionId === redemption?.id);
    if (!redemption || !delivery) throw new Error("The reward was not earned");
    const referralId = referralOf.get(made.userId) ?? "";
    const commissionId = await storeCommission(system, made.userId, referralId);
    const claimId = await storeClaim(system, made.userId);
    return {
      ...made,
      referralId,
      redemptionId: redemption.id,
      deliveryId: delivery.id,
      commissionId,
      claimId,
    };
  };
  const things = {
    member: await thingsOf(member),
    otherMember: await thingsOf(other),
    rewardId: reward.id,
    affiliateId,
    commissionPlanId: planId,
    productId: await storeProduct(system),
    badgeKey: (await createBadge(system, { name: "Ten", rule: { kind: "referrals", atLeast: 10 } })).key,
    campaignId: await announceCampaign(system),
    apiKeyId: await makeKey(api, companyId, await tokenOf(community.ownerId)),
    savedViewId: await saveView(api, companyId, await tokenOf(community.ownerId)),
    exportId: await storeExport(api, community),
  };
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
  return { ...things, caseId, jobId, ...payout };
}

async function storeClaim(system: Ctx, claimerId: string): Promise<string> {
  const now = system.clock.now();
  const id = newId(now);
  await transact(system, (tx) =>
    tx.insert(referralClaims).values({
      companyId: system.companyId,
      id,
      claimerId,
      referredUsername: "nobody.known",
      toldOn: "2026-01-01",
      status: "rejected",
      filedAt: now,
      decidedAt: now,
    }),
  );
  return id;
}

async function storeExport({ services }: TestApi, { companyId, ownerId }: TestCommunity): Promise<string> {
  const { ctx } = await services.identity.ownerView(ownerId, companyId, newId());
  const { id } = await startExport(ctx, { kind: "referrals" });
  await makeExport(systemContext(services, companyId, "test"), { exportId: id });
  return id;
}

async function makeKey(api: TestApi, companyId: string, token: string): Promise<string> {
  const body = { companyId, name: "A script", scopes: ["referrals:read"] };
  const answer = await api.call("POST", "/api/v1/api-keys", { token, body });
  return String(Reflect.get(Object(Reflect.get(Object(answer.body), "key")), "id"));
}

async function saveView(api: TestApi, companyId: string, token: string): Promise<string> {
  const body = { companyId, page: "ledger", name: "Points", query: { unit: "POINTS" } };
  const answer = await api.call("POST", "/api/v1/saved-views", { token, body });
  return String(Reflect.get(Object(Reflect.get(Object(answer.body), "view")), "id"));
}

async function announceCampaign(system: Ctx): Promise<string> {
  const inDays = (days: number) => new Date(system.clock.now().getTime() + days * dayMs).toISOString();
  const { id } = await createCampaign(system, {
    name: "Spring",
    startDate: inDays(1),
    endDate: inDays(8),
    terms: { rules: { counts: ["paid"], points: { paid: 10 } } },
  });
  return (await scheduleCampaign(system, { id })).id;
}
