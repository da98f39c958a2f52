import { afterAll, beforeAll, expect, it } from "vitest";
import { createReward, getRewardLadder } from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

it("a member who reaches a milestone has its promo code on Whop and in their hands", async () => {
  const { services, sandbox } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  await createReward(asOwner(services, companyId, owner), tenPercent());
  const mona = await makeMember(system);
  await addReferrals(system, mona.id, 3);
  services.jobs.sent.push({ name: "evaluate-rewards", payload: { companyId, userId: mona.id } });
  await stage.runJobs();
  const [redemption] = await redemptionsIn(system);
  expect(redemption?.status).toBe("granted");
  const ladder = await getRewardLadder(asMember(services, companyId, mona), { userId: mona.id });
  const [promo] = sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  expect(promo).toMatchObject({ amountOff: 10, promoType: "percentage", stock: 1, unlimitedStock: false });
  expect(ladder.rungs[0]).toMatchObject({ state: "delivered", code: promo?.code });
});
