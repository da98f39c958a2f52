import { afterAll, beforeAll, expect, test } from "vitest";
import {
  applyAsAffiliate,
  approveAffiliate,
  getAffiliate,
  makeAffiliate,
  resumeAffiliate,
  settleCommissions,
} from "#lib/affiliates/index.ts";
import { createPayout, getOwed } from "#lib/payouts/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import {
  addAffiliate,
  commissionsIn,
  daysAfter,
  makeAffiliateScene,
  plainTerms,
  sell,
} from "#tests/support/affiliate-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;

beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(() => stage.close());

test("what an erased affiliate gave up is in no payout", async () => {
  const scene = await makeAffiliateScene(stage.services, testNow, plainTerms, { holdDays: 0 });
  const { system, companyId, member } = scene;
  const team = asOwner(stage.services, companyId, await makeMember(system));
  await sell(scene, { at: testNow });
  stage.services.clock.set(daysAfter(testNow, 1));
  await settleCommissions(system, { affiliateId: scene.affiliateId });
  expect(await getOwed(team)).toMatchObject([{ affiliates: 1 }]);
  await runJob(system, "erase-member", { companyId, userId: member.id, giveUpEarnings: true });
  expect(await getOwed(team)).toEqual([]);
  await expect(createPayout(team)).rejects.toMatchObject({ code: "conflict" });
});

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

test("an application of somebody erased is declined, and nobody takes them on again", async () => {
  const scene = await makeAffiliateScene(stage.services, testNow);
  const { system, companyId } = scene;
  const team = asOwner(stage.services, companyId, await makeMember(system));
  const applicant = await makeMember(system);
  const { id } = await applyAsAffiliate(asMember(stage.services, companyId, applicant), {});
  for (const userId of [applicant.id, scene.member.id])
    await runJob(system, "erase-member", { companyId, userId, giveUpEarnings: true });
  expect((await getAffiliate(team, { id })).status).toBe("declined");
  for (const takeOn of [
    () => approveAffiliate(team, { id }),
    () => resumeAffiliate(team, { id: scene.affiliateId }),
    () => makeAffiliate(team, { userId: applicant.id }),
  ])
    await expect(takeOn()).rejects.toMatchObject({ code: "conflict", told: { code: "privacy.erased" } });
});
