import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { sentenceOf } from "#lib/core/said.ts";
import {
  type CreateRewardInput,
  createReward,
  evaluateRewards,
  getRewardLadder,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  deliveriesIn,
  giveMembership,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPercent,
  weekFree,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterEach(async () => stage.settings({ faults: [], revokedPermissions: [] }));
afterAll(async () => stage?.close());

async function delivered(reward: CreateRewardInput) {
  const { services, sandbox } = stage;
  const community = await makeCommunity(stage);
  const { companyId, system, owner } = community;
  await createReward(asOwner(services, companyId, owner), reward);
  const mona = await makeMember(system);
  const membershipId = giveMembership(stage, community, mona.whopUserId);
  const [referralId] = await addReferrals(system, mona.id, 1);
  const settle = async () => {
    await evaluateRewards(system, { userIds: [mona.id] });
    await stage.runJobs();
  };
  await settle();
  const ladder = () => getRewardLadder(asMember(services, companyId, mona), { userId: mona.id });
  return {
    system,
    owner: asOwner(services, companyId, owner),
    settle,
    refer: () => addReferrals(system, mona.id, 1),
    async refund(back = false) {
      await refundReferral(system, String(referralId), back);
    },
    latest: async () => (await redemptionsIn(system)).sort((a, b) => a.occurrence - b.occurrence).at(-1),
    rung: async () => (await ladder()).rungs[0],
    next: async () => (await ladder()).next,
    codes: () => sandbox.world.promoCodes.where((row) => row.companyId === companyId),
    periodEnd: () => sandbox.world.memberships.get(membershipId).periodEnd,
  };
}

const takenBack = (more: Partial<CreateRewardInput> = {}) =>
  tenPercent({ threshold: 1, onReversal: "reverse", ...more });

it("a delivered reward stays the member's when the owner chose to keep it, and that is said", async () => {
  const { refund, settle, rung, codes } = await delivered(tenPercent({ threshold: 1, onReversal: "keep" }));
  await refund();
  await settle();
  await settle();
  expect(await rung()).toMatchObject({ state: "delivered", code: codes()[0]?.code });
  expect(sentenceOf((await rung())?.reason ?? "")).toContain("0 of 1");
  expect(codes()[0]?.status).toBe("active");
  await refund(true);
  await settle();
  expect((await rung())?.reason).toBeNull();
});

it("an unused code is taken back when the owner chose that, and earned again it is a new code", async () => {
  const { refund, settle, rung, codes, system, latest } = await delivered(takenBack());
  await refund();
  await settle();
  expect(codes().map(({ status }) => status)).toEqual(["archived"]);
  expect(await rung()).toMatchObject({ state: "cancelled", code: null });
  expect(sentenceOf((await rung())?.reason ?? "")).toContain("taken back");
  const states = (await deliveriesIn(system)).map(({ direction, state }) => `${direction} ${state}`).sort();
  expect(states).toEqual(["grant reversed", "reverse applied"]);

  await refund(true);
  await settle();
  expect(await latest()).toMatchObject({ status: "granted", occurrence: 2 });
  expect(codes().map(({ status }) => status)).toEqual(["archived", "active"]);
  expect((await rung())?.code).toBe(codes()[1]?.code);
});

it("a code that was used already is not taken back, and that is said", async () => {
  const { refund, settle, rung, codes } = await delivered(takenBack());
  const [code] = codes();
  if (code) code.uses = 1;
  await refund();
  await settle();
  await settle();
  expect(await rung()).toMatchObject({ state: "delivered" });
  expect(sentenceOf((await rung())?.reason ?? "")).toContain("used already");
});

it("free days cannot be taken back on Whop, so they are kept and that is said", async () => {
  const { refund, settle, rung, periodEnd } = await delivered(weekFree({ onReversal: "reverse" }));
  const end = periodEnd();
  await refund();
  await settle();
  expect(await rung()).toMatchObject({ state: "delivered" });
  expect(sentenceOf((await rung())?.reason ?? "")).toContain("cannot be taken back");
  expect(periodEnd()).toBe(end);
});

it("the next step is the further reward where the first is kept, and the first where it was taken back", async () => {
  const kept = await delivered(tenPercent({ threshold: 1, onReversal: "keep" }));
  await createReward(kept.owner, tenPercent({ name: "Further", threshold: 2 }));
  await kept.refund();
  await kept.settle();
  expect(await kept.next()).toMatchObject({ name: "Further", threshold: 2, remaining: 2 });

  const lost = await delivered(takenBack());
  await lost.refund();
  await lost.settle();
  expect(await lost.next()).toMatchObject({ state: "cancelled", threshold: 1, remaining: 1 });
});

it("a taking-back whose answer was lost is read back and happens once", async () => {
  const { refund, settle, codes, latest } = await delivered(takenBack());
  await refund();
  await stage.settings({ faults: [{ match: "DELETE /promo_codes/*", kind: "applied_then_500", times: 1 }] });
  await settle();
  await stage.runUntilQuiet(1);
  expect(codes().map(({ status }) => status)).toEqual(["archived"]);
  expect((await latest())?.status).toBe("cancelled");
});

it("a taking-back that has not begun is called off when the reward is earned again", async () => {
  const { refund, settle, codes, latest, system } = await delivered(takenBack());
  await stage.settings({ revokedPermissions: ["promo_code:delete"] });
  await refund();
  await settle();
  const held = (await deliveriesIn(system)).find(({ direction }) => direction === "reverse");
  expect(held).toMatchObject({ state: "held" });
  expect(sentenceOf(held?.heldReason ?? "")).toContain("promo_code:delete");
  await refund(true);
  await settle();
  await stage.settings({ revokedPermissions: [] });
  await stage.runUntilQuiet(1);
  expect(await latest()).toMatchObject({ status: "granted", occurrence: 1 });
  expect(codes().map(({ status }) => status)).toEqual(["active"]);
});

it("a refund while the call is out is decided once it is known whether the call was applied", async () => {
  const { refer, settle, refund, codes, latest } = await delivered(takenBack({ threshold: 2 }));
  await refer();
  await stage.settings({ faults: [{ match: "POST /promo_codes", kind: "applied_then_timeout", times: 1 }] });
  await settle();
  expect((await latest())?.status).toBe("approved");
  await refund();
  await settle();
  expect((await latest())?.status, "may be on its way").toBe("approved");
  await stage.runUntilQuiet(1);
  expect((await latest())?.status).toBe("cancelled");
  expect(codes().map(({ status }) => status)).toEqual(["archived"]);
});
