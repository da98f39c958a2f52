import { afterAll, beforeAll, expect, it } from "vitest";
import { sentenceOf } from "#lib/core/said.ts";
import {
  approveRedemption,
  claimRedemption,
  createReward,
  evaluateRewards,
  expireRedemption,
  getRewardLadder,
  listRedemptions,
  releaseRedemption,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPercent,
} from "#tests/support/rewards.ts";

const day = 86_400_000;
let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

async function earned(more: Parameters<typeof tenPercent>[0] = {}) {
  const { services } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(services, companyId, owner);
  await createReward(team, tenPercent({ threshold: 1, holdDays: 14, ...more }));
  const mona = await makeMember(system);
  const earnedAt = services.clock.now();
  const [referralId] = await addReferrals(system, mona.id, 1, earnedAt);
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  const redemption = async () => {
    const [row] = await redemptionsIn(system);
    if (!row) throw new Error("nothing was earned");
    return row;
  };
  const codes = () => stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  const asMona = asMember(services, companyId, mona);
  const rung = async () => (await getRewardLadder(asMona, { userId: mona.id })).rungs[0];
  return {
    companyId,
    system,
    team,
    mona,
    asMona,
    earnedAt,
    referralId: String(referralId),
    redemption,
    codes,
    rung,
  };
}

it("a reward is not delivered a second before its hold ends, and is delivered in that second", async () => {
  const { system, redemption, codes, rung, earnedAt } = await earned();
  expect((await redemption()).payableAt.getTime()).toBe(earnedAt.getTime() + 14 * day);
  expect(await rung()).toMatchObject({ state: "waiting", waitsFor: "hold", code: null });
  stage.advance(14 * day - 1_000);
  await releaseRedemption(system, { redemptionId: (await redemption()).id });
  await stage.runJobs();
  expect((await redemption()).status).toBe("pending");
  expect(codes()).toHaveLength(0);
  stage.advance(1_000);
  expect(await rung()).toMatchObject({ state: "waiting", waitsFor: "delivery", waitingUntil: null });
  await stage.runJobs();
  expect((await redemption()).status).toBe("granted");
  expect(codes()).toHaveLength(1);
});

it("the hold runs from Whop's time of the referral that earned the reward, not from when we heard of it", async () => {
  const { services } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  await createReward(asOwner(services, companyId, owner), tenPercent({ threshold: 2, holdDays: 14 }));
  const mona = await makeMember(system);
  const now = services.clock.now().getTime();
  await addReferrals(system, mona.id, 1, new Date(now - 20 * day));
  await addReferrals(system, mona.id, 1, new Date(now - 10 * day));
  await evaluateRewards(system, { userIds: [mona.id] });
  const [row] = await redemptionsIn(system);
  expect(row?.earnedAt.getTime()).toBe(now - 10 * day);
  expect(row?.payableAt.getTime()).toBe(now + 4 * day);
});

it("a refund during the hold cancels the reward with its reason, and a refund that fails opens it again", async () => {
  const { system, mona, redemption, referralId, codes, rung } = await earned();
  await refundReferral(system, referralId);
  await evaluateRewards(system, { userIds: [mona.id] });
  stage.advance(20 * day);
  await stage.runJobs();
  expect(await redemption()).toMatchObject({ status: "cancelled", holdsStock: false });
  expect(sentenceOf((await rung())?.reason ?? "")).toContain("0 of 1");
  expect(codes()).toHaveLength(0);

  await refundReferral(system, referralId, true);
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  expect((await redemption()).status).toBe("granted");
  expect(codes()).toHaveLength(1);
});

it("a refund that is known when the hold ends, and was not settled yet, still stops the delivery", async () => {
  const { system, redemption, referralId, codes } = await earned();
  await refundReferral(system, referralId);
  stage.advance(14 * day);
  await stage.runJobs();
  expect((await redemption()).status).toBe("cancelled");
  expect(codes()).toHaveLength(0);
});

it("a reward that needs approval waits for it after the hold, and cannot be approved before", async () => {
  const { team, redemption, codes, rung } = await earned({ autoApply: false });
  const { id } = await redemption();
  await expect(approveRedemption(team, { id })).rejects.toMatchObject({ code: "conflict" });
  expect((await listRedemptions(team, { needsDecision: true })).items).toHaveLength(0);
  stage.advance(14 * day);
  await stage.runJobs();
  expect(await rung()).toMatchObject({ state: "waiting", waitsFor: "approval" });
  const waiting = (await listRedemptions(team, { needsDecision: true })).items;
  expect(waiting.map((item) => item.actions)).toEqual([["approve", "reject"]]);
  await approveRedemption(team, { id });
  await stage.runJobs();
  expect((await redemption()).status).toBe("granted");
  expect(codes()).toHaveLength(1);
  await expect(approveRedemption(team, { id })).rejects.toMatchObject({ code: "conflict" });
});

it("a code that has to be claimed is shown when it is claimed, and then never lapses", async () => {
  const { asMona, redemption, codes, rung } = await earned({ holdDays: 0, expiryDays: 7 });
  expect(await rung()).toMatchObject({ state: "ready", code: null });
  stage.advance(7 * day - 1_000);
  await claimRedemption(asMona, { id: (await redemption()).id });
  await claimRedemption(asMona, { id: (await redemption()).id });
  expect(await rung()).toMatchObject({ state: "delivered", code: codes()[0]?.code });
  stage.advance(30 * day);
  await stage.runJobs();
  expect((await redemption()).status).toBe("claimed");
  expect(codes()[0]?.status).toBe("active");
});

it("a code that nobody claims lapses to the second, and is put out of use on Whop", async () => {
  const { system, asMona, redemption, codes, rung } = await earned({ holdDays: 0, expiryDays: 7 });
  const { id } = await redemption();
  stage.advance(7 * day - 1);
  await expireRedemption(system, { redemptionId: id });
  expect((await redemption()).status).toBe("granted");
  stage.advance(1);
  await expect(claimRedemption(asMona, { id })).rejects.toMatchObject({ code: "gone" });
  await stage.runJobs();
  expect((await redemption()).status).toBe("expired");
  expect(codes()[0]?.status).toBe("archived");
  expect(await rung()).toMatchObject({ state: "expired", code: null });
});
