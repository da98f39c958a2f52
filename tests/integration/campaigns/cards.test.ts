import { afterAll, beforeAll, expect, test } from "vitest";
import { nextSteps } from "#app/experiences/[experienceId]/_campaign/next-steps.ts";
import { getCampaign } from "#lib/campaigns/index.ts";
import { cardOf, getCampaignCards, getCampaignStandings } from "#lib/standings/index.ts";
import {
  announce,
  bring,
  hours,
  makeCampaignScene,
  memberOf,
  refund,
} from "#tests/support/campaign-stage.ts";
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

test("a place is never lower than there are places, and no board shows more, while points come and go", async () => {
  const scene = await makeCampaignScene(stage.services);
  const { id } = await announce(scene);
  const kai = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
  let isOver = false;
  const places: { rank: number; of: number }[] = [];
  const boards: { shown: number; of: number }[] = [];
  const look = async () => {
    while (!isOver) {
      const [cards, card, board] = await Promise.all([
        getCampaignCards(kai),
        getCampaign(kai, { id }).then((campaign) => cardOf(kai, campaign)),
        getCampaignStandings(kai, { id }),
      ]);
      boards.push({ shown: board.top.length, of: board.rankedMembers });
      for (const { mine, rankedMembers } of [card, ...cards])
        if (mine.rank !== null) places.push({ rank: mine.rank, of: rankedMembers });
    }
  };
  const looking = Array.from({ length: 4 }, look);
  for (let hour = 1; hour <= 6; hour += 1) {
    const purchase = await bring(scene, "kai", hours(hour));
    await refund(scene, purchase, hours(hour));
  }
  isOver = true;
  await Promise.all(looking);
  expect(places.filter(({ rank, of }) => rank > of)).toEqual([]);
  expect(boards.filter(({ shown, of }) => shown !== of)).toEqual([]);
  expect([new Set(boards.map(({ of }) => of)), places.length > 0]).toEqual([new Set([0, 1]), true]);
});
