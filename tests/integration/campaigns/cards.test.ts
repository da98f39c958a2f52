import { afterAll, beforeAll, expect, test } from "vitest";
import { nextSteps } from "#app/experiences/[experienceId]/_campaign/next-steps.ts";
import { getCampaignCards } from "#lib/standings/index.ts";
import { announce, bring, hours, makeCampaignScene, memberOf } from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

test("friends who wait to count are those who did what counts in the campaign, and the next bonus goes by them", async () => {
  const scene = await makeCampaignScene(stage.services);
  const holdDays = 2;
  const joined = await announce(scene, { rules: { holdDays, counts: ["joined"], points: { joined: 10 } } });
  const more = { points: { joined: 10, paid: 10 }, bonuses: [{ at: 3, points: 5 }] };
  const both = await announce(scene, { rules: { holdDays, counts: ["joined", "paid"], ...more } });
  await bring(scene, "kai", hours(1));
  await bring(scene, "kai", hours(2));
  const cards = await getCampaignCards(asMember(stage.services, scene.companyId, memberOf(scene, "kai")));
  const seen = new Map(
    cards.map((card) => {
      const { event, bonus } = nextSteps(card, ({ rewardName }) => rewardName);
      return [card.campaign.id, { waiting: card.mine.referralsProvisional, event, bonus }];
    }),
  );
  expect(seen.get(joined.id)).toEqual({ waiting: 2, event: "joined", bonus: null });
  expect(seen.get(both.id)).toEqual({ waiting: 2, event: "paid", bonus: { missing: 1, points: 5 } });
});
