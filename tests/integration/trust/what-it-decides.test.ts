import { afterAll, beforeAll, expect, it } from "vitest";
import { updateSettings } from "#lib/companies/index.ts";
import { dayMs, secondMs } from "#lib/core/clock.ts";
import { createReward, evaluateRewards } from "#lib/rewards/index.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
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

/** A member who is new has 30 points, and what they earned waits for the team. */
async function earned(trust: Parameters<typeof updateSettings>[1]["trust"]) {
  const { services } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(services, companyId, owner);
  await updateSettings(team, { trust });
  await createReward(team, tenPercent({ threshold: 1, holdDays: 1, autoApply: false }));
  const mona = await makeMember(system);
  await addReferrals(system, mona.id, 1, services.clock.now());
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  return async () => (await redemptionsIn(system))[0];
}

it("decides nothing unless the owner lets it", async () => {
  const redemption = await earned({ autoApproveAbove: null, holdLonger: null });
  stage.advance(dayMs);
  await stage.runJobs();
  expect((await redemption())?.status).toBe("pending");
});

it("approves rewards of members above the score, and of nobody at it", async () => {
  const above = await earned({ autoApproveAbove: 29, holdLonger: null });
  const at = await earned({ autoApproveAbove: 30, holdLonger: null });
  stage.advance(dayMs);
  await stage.runJobs();
  expect((await above())?.status).toBe("granted");
  expect((await at())?.status).toBe("pending");
});

it("holds rewards of members below the score longer, to the second, and says until when", async () => {
  const redemption = await earned({ autoApproveAbove: 10, holdLonger: { below: 50, extraDays: 3 } });
  const before = await redemption();
  stage.advance(dayMs);
  await stage.runJobs();
  const waiting = await redemption();
  expect(waiting?.status).toBe("pending");
  expect(waiting?.payableAt.getTime()).toBe((before?.payableAt.getTime() ?? 0) + 3 * dayMs);
  stage.advance(3 * dayMs - secondMs);
  await stage.runJobs();
  expect((await redemption())?.status).toBe("pending");
  stage.advance(secondMs);
  await stage.runJobs();
  expect((await redemption())?.status).toBe("granted");
});
