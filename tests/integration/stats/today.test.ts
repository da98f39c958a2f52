import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  type CreateRewardInput,
  createReward,
  evaluateRewards,
  listRedemptions,
  updateReward,
} from "#lib/rewards/index.ts";
import { getToday } from "#lib/stats/index.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  deliveriesIn,
  giveMembership,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  tenPercent,
  weekFree,
} from "#tests/support/rewards.ts";

const day = 86_400_000;
let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterEach(async () => stage.settings({ faults: [], revokedPermissions: [] }));
afterAll(async () => stage?.close());

/** A member earned this, and nothing was delivered yet. */
async function earned(terms: CreateRewardInput) {
  const community = await makeCommunity(stage);
  const { companyId, system, owner } = community;
  const team = asOwner(stage.services, companyId, owner);
  const { id } = await createReward(team, terms);
  const mona = await makeMember(system);
  giveMembership(stage, community, mona.whopUserId);
  await addReferrals(system, mona.id, 1);
  await evaluateRewards(system, { userIds: [mona.id] });
  return {
    system,
    team,
    rewardId: id,
    waiting: async () => (await getToday(team)).waiting,
    listed: async () => (await listRedemptions(team, { needsDecision: true })).items.length,
  };
}

it("a reward waits for approval by what was promised, also after the reward was changed", async () => {
  const byHand = await earned(tenPercent({ threshold: 1, autoApply: false }));
  await stage.runJobs();
  await updateReward(byHand.team, { id: byHand.rewardId, autoApply: true });
  expect(await byHand.waiting()).toMatchObject({ approvals: 1 });
  expect(await byHand.listed()).toBe(1);

  const byItself = await earned(tenPercent({ threshold: 1, holdDays: 14 }));
  await updateReward(byItself.team, { id: byItself.rewardId, autoApply: false });
  stage.advance(14 * day);
  expect(await byItself.waiting()).toMatchObject({ approvals: 0 });
  await stage.runJobs();
  expect(await byItself.waiting()).toMatchObject({ approvals: 0, deliveriesHeld: 0 });
});

it("a delivery whose end is looked up by itself needs nobody; one that is held does, and is listed", async () => {
  const unknown = await earned(weekFree());
  await stage.settings({ faults: [{ match: "POST /memberships/*", kind: "applied_then_500", times: 1 }] });
  await stage.runJobs();
  expect((await deliveriesIn(unknown.system)).map(({ state }) => state)).toEqual(["unknown"]);
  expect(await unknown.waiting()).toMatchObject({ deliveriesHeld: 0 });
  expect(await unknown.listed()).toBe(0);

  const held = await earned(tenPercent({ threshold: 1 }));
  await stage.settings({ faults: [], revokedPermissions: ["promo_code:create"] });
  await stage.runJobs();
  expect(await held.waiting()).toMatchObject({ deliveriesHeld: 1 });
  expect(await held.listed()).toBe(1);
});

it("a lapsed code that could not be put out of use is listed as it is counted", async () => {
  const lapsed = await earned(tenPercent({ threshold: 1, expiryDays: 7 }));
  await stage.runJobs();
  await stage.settings({ revokedPermissions: ["promo_code:delete"] });
  stage.advance(7 * day);
  await stage.runJobs();
  expect(await lapsed.waiting()).toMatchObject({ deliveriesHeld: 1 });
  expect(await lapsed.listed()).toBe(1);
});
