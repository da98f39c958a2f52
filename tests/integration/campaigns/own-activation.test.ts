import { afterAll, beforeAll, expect, test } from "vitest";
import { updateRules } from "#lib/companies/index.ts";
import { previewCampaign } from "#lib/standings/index.ts";
import {
  announce,
  bring,
  type CampaignScene,
  hours,
  linesOf,
  makeCampaignScene,
  passTo,
  pointsOn,
  refund,
} from "#tests/support/campaign-stage.ts";
import { termsWith } from "#tests/support/campaign-terms.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

const rules = {
  counts: ["activated"],
  points: { paid: 0, activated: 10 },
  activation: { activeDays: 2 },
};

async function open(): Promise<CampaignScene> {
  const scene = await makeCampaignScene(stage.services);
  await updateRules(scene.owner, { activation: { activeDays: 30 } });
  return scene;
}

test("a campaign counts who became active by its own criteria, whichever link they came by, at the exact time", async () => {
  const scene = await open();
  const { id } = await announce(scene, { rules });
  await bring(scene, "kai", hours(1));
  await passTo(scene, hours(48));
  expect(await linesOf(scene, id)).toEqual([]);
  await passTo(scene, hours(50));
  expect(await linesOf(scene, id)).toMatchObject([
    { event: "activated", points: 10, status: "counted", occurredAt: hours(49) },
  ]);
  expect(await pointsOn(scene, id)).toEqual({ kai: 10 });
});

test("who paid before it began counts when they become active in it, and not if they did before it", async () => {
  const scene = await open();
  await bring(scene, "kai", hours(-23));
  const { id } = await announce(scene, { rules });
  await passTo(scene, hours(30));
  expect(await pointsOn(scene, id)).toEqual({ kai: 10 });
  const later = await announce(scene, { rules, startDate: hours(31) });
  await passTo(scene, hours(90));
  expect(await linesOf(scene, later.id)).toEqual([]);
});

test("a refund takes it back, and the forecast goes by the same criteria", async () => {
  const scene = await open();
  const { id } = await announce(scene, { rules });
  const sale = await bring(scene, "kai", hours(1));
  await bring(scene, "lea", hours(2));
  await passTo(scene, hours(60));
  expect(await pointsOn(scene, id)).toEqual({ kai: 10, lea: 10 });
  const forecast = async (activation: { activeDays: number } | null) =>
    (
      await previewCampaign(scene.owner, {
        terms: termsWith({ rules: { ...rules, activation } }),
        startDate: hours(60).toISOString(),
        endDate: hours(60 + 24 * 7).toISOString(),
      })
    ).referrals.most;
  expect([await forecast({ activeDays: 2 }), await forecast(null)]).toEqual([2, 0]);
  await refund(scene, sale, hours(61));
  expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 10 });
});
