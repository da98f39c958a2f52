import { afterAll, beforeAll, expect, it } from "vitest";
import { sentenceOf } from "#lib/core/said.ts";
import {
  archiveReward,
  createReward,
  evaluateRewards,
  getRewardLadder,
  updateReward,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import {
  addReferrals,
  deliveriesIn,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

async function community() {
  const made = await makeCommunity(stage);
  const { services } = stage;
  const team = asOwner(services, made.companyId, made.owner);
  const mona = await makeMember(made.system, { name: "Mona" });
  const ladder = async () =>
    (await getRewardLadder(asMember(services, made.companyId, mona), { userId: mona.id })).rungs;
  const settle = async () => {
    await evaluateRewards(made.system, { userIds: [mona.id] });
    await stage.runJobs();
  };
  return { ...made, team, mona, ladder, settle };
}

it("a member who reaches a milestone has its promo code on Whop and in their hands", async () => {
  const { companyId, team, system, mona, ladder, settle } = await community();
  await createReward(team, tenPercent());
  await addReferrals(system, mona.id, 2);
  await settle();
  expect((await ladder())[0]).toMatchObject({ state: "locked", remaining: 1, code: null });

  await addReferrals(system, mona.id, 1);
  await settle();
  const [promo] = stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  expect(promo).toMatchObject({ amountOff: 10, promoType: "percentage", stock: 1, unlimitedStock: false });
  expect((await ladder())[0]).toMatchObject({ state: "delivered", code: promo?.code, remaining: 0 });
});

it("a reward earned by two events at once is granted once", async () => {
  const { companyId, team, system, mona } = await community();
  await createReward(team, tenPercent());
  await addReferrals(system, mona.id, 3);
  await Promise.all(Array.from({ length: 8 }, () => evaluateRewards(system, { userIds: [mona.id] })));
  await stage.runJobs({ workers: 4 });
  expect(await redemptionsIn(system)).toHaveLength(1);
  expect(await deliveriesIn(system)).toHaveLength(1);
  expect(stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId)).toHaveLength(1);
});

it("two workers with the same delivery make one call", async () => {
  const { companyId, team, system, mona } = await community();
  await createReward(team, tenPercent());
  await addReferrals(system, mona.id, 3);
  const both = async (job: { name: string; payload: Record<string, unknown> }) => {
    await Promise.all([runJob(stage.services, job), runJob(stage.services, job)]);
  };
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs({ run: both });
  const calls = stage.sandbox.world.requests
    .newestFirst()
    .filter(({ operation }) => operation === "POST /promo_codes");
  const [delivery] = await deliveriesIn(system);
  expect(delivery?.attemptCount).toBe(1);
  expect(calls.filter(({ idempotencyKey }) => idempotencyKey?.includes(String(delivery?.id)))).toHaveLength(
    1,
  );
  expect(stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId)).toHaveLength(1);
});

it("a referral that is held for review, disputed or refunded does not count", async () => {
  const { team, system, mona, ladder, settle } = await community();
  await createReward(team, tenPercent());
  const [first] = await addReferrals(system, mona.id, 3);
  await refundReferral(system, String(first));
  await settle();
  expect((await ladder())[0]).toMatchObject({ state: "locked", remaining: 1 });
});

it("a new reward is earned at once by those who have reached it already, and by nobody else", async () => {
  const { team, system, mona, ladder } = await community();
  const other = await makeMember(system);
  await addReferrals(system, mona.id, 4);
  await addReferrals(system, other.id, 2);
  await createReward(team, tenPercent());
  await stage.runJobs();
  expect((await redemptionsIn(system)).map(({ userId }) => userId)).toEqual([mona.id]);
  expect((await ladder())[0]?.state).toBe("delivered");
});

it("an edit changes what is earned from then on, not what was earned before", async () => {
  const { companyId, team, system, mona, ladder, settle } = await community();
  const reward = await createReward(team, tenPercent({ holdDays: 14 }));
  await addReferrals(system, mona.id, 3);
  await settle();
  const rewardData = { kind: "percentage", amountOff: 5, currency: "USD", durationMonths: 1 };
  await updateReward(team, { id: reward.id, rewardData, threshold: 5, holdDays: 30 });
  stage.advance(14 * 86_400_000);
  await settle();
  const codes = stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  expect(codes.map(({ amountOff }) => amountOff)).toEqual([10]);
  expect((await ladder())[0]).toMatchObject({ state: "delivered", threshold: 3 });
});

it("an archived reward is earned by nobody any more, and what was earned is still delivered", async () => {
  const { companyId, team, system, mona, ladder, settle } = await community();
  const reward = await createReward(team, tenPercent({ holdDays: 1 }));
  await addReferrals(system, mona.id, 3);
  await settle();
  await archiveReward(team, { id: reward.id });
  const late = await makeMember(system);
  await addReferrals(system, late.id, 3);
  await evaluateRewards(system, { userIds: [late.id] });
  stage.advance(86_400_000);
  await stage.runJobs();
  expect(await redemptionsIn(system)).toHaveLength(1);
  expect(stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId)).toHaveLength(1);
  expect((await ladder())[0]?.state).toBe("delivered");
});

it("an unlocked product is a code for all of its price, for this product alone and for one use, and says how to use it", async () => {
  const { companyId, productId, team, system, mona, ladder, settle } = await community();
  await createReward(team, {
    name: "Inner circle",
    threshold: 1,
    rewardType: "product_unlock",
    rewardData: { productId },
    holdDays: 0,
  });
  await addReferrals(system, mona.id, 1);
  await settle();
  const [promo] = stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  expect(promo).toMatchObject({
    amountOff: 100,
    promoType: "percentage",
    productId,
    stock: 1,
    newUsersOnly: false,
  });
  const [rung] = await ladder();
  expect(rung).toMatchObject({ state: "delivered", code: promo?.code });
  expect(sentenceOf(rung?.summary ?? "")).toBe("Inner circle for free");
  expect(sentenceOf(rung?.howTo ?? "")).toContain("enter the code");
});
