import { afterAll, beforeAll, expect, test } from "vitest";
import { getAffiliate } from "#lib/affiliates/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import {
  addAffiliate,
  commissionsIn,
  daysAfter,
  makeAffiliateScene,
  sell,
} from "#tests/support/affiliate-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

test("an affiliate who is erased earns nothing from then on, however often the erasure is carried out", async () => {
  const scene = await makeAffiliateScene(stage.services, testNow);
  const { system, companyId, member } = scene;
  const other = await addAffiliate(system);
  const job = { companyId, userId: member.id, giveUpEarnings: true };
  stage.services.clock.set(daysAfter(testNow, 1));
  await runJob(system, "erase-member", job);
  await runJob(system, "erase-member", job);
  expect((await getAffiliate(system, { id: scene.affiliateId })).status).toBe("suspended");
  expect((await getAffiliate(system, { id: other.affiliateId })).status).toBe("active");
  await sell(scene, { at: daysAfter(testNow, 2) });
  expect((await commissionsIn(system)).filter(({ earnedMinor }) => earnedMinor > 0n)).toEqual([]);
});
