import { afterAll, beforeAll, expect, test } from "vitest";
import { createCampaign, listCampaigns } from "#lib/campaigns/index.ts";
import { AppError } from "#lib/core/errors.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { archiveReward } from "#lib/rewards/index.ts";
import {
  type CampaignScene,
  type CampaignWish,
  draft,
  ended,
  hours,
  makeCampaignScene,
  makePrize,
} from "#tests/support/campaign-stage.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let scene: CampaignScene;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
  scene = await makeCampaignScene(stage.services);
});
afterAll(() => stage.close());

/** What is said at each field. */
async function problemsOf(making: Promise<unknown>): Promise<Record<string, string>> {
  const error: unknown = await making.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`It was accepted, or failed otherwise: ${String(error)}`);
  expect(error.code).toBe("invalid_input");
  expect((await listCampaigns(scene.owner)).campaigns, "nothing was saved").toEqual([]);
  const fields = Object.entries(error.details.fields ?? {});
  return Object.fromEntries(fields.map(([field, told]) => [field, sentenceOf(told)]));
}

const problemsWith = (wish: CampaignWish) => problemsOf(draft(scene, wish));
const someReward = "019a0000-0000-7000-8000-000000000000";

test("an end before the start, or one that is over", async () => {
  expect(await problemsWith({ startDate: ended, endDate: hours(1) })).toEqual({
    endDate: "must be after the start",
  });
  expect(await problemsWith({ startDate: hours(-72), endDate: hours(-48) })).toEqual({
    endDate: "must be in the future",
  });
});

test("limits that contradict each other, all at once and each at its field", async () => {
  expect(await problemsWith({ limits: { perDay: 5, perMember: 3, total: 2 } })).toEqual({
    "terms.limits.perDay": "must not be more than one member may have in all, 3",
    "terms.limits.perMember": "must not be more than the limit for everybody, 2",
  });
});

test("negative points, and points for nothing", async () => {
  expect(await problemsWith({ rules: { points: { paid: -1 } } })).toEqual({
    "terms.rules.points.paid": "must be at least 0",
  });
  expect(await problemsWith({ rules: { points: { paid: 0 } } })).toMatchObject({
    "terms.rules.points.paid": expect.stringContaining("above 0"),
  });
  expect(await problemsWith({ rules: { points: { paid: 1, joined: 1 } } })).toMatchObject({
    "terms.rules.points.joined": expect.stringContaining("does not count"),
  });
});

test("a prize without stock, of a reward that is none, that is archived, or that is no prize", async () => {
  const rank = (rewardId: string, to = 1) => ({ prizes: [{ kind: "rank" as const, from: 1, to, rewardId }] });
  expect(await problemsWith(rank(someReward))).toEqual({
    "terms.prizes.0.rewardId": "this community has no such reward",
  });
  const scarce = await makePrize(scene, { stock: 2 });
  expect(await problemsWith(rank(scarce, 3))).toEqual({
    "terms.prizes.0.rewardId": "of the reward “A prize” only 2 are left, and 3 are needed: raise its stock",
  });
  await archiveReward(scene.owner, { id: scarce });
  expect(await problemsWith(rank(scarce))).toMatchObject({
    "terms.prizes.0.rewardId": expect.stringContaining("archived"),
  });
  const earned = await makePrize(scene, { trigger: "milestone", threshold: 3 });
  expect(await problemsWith(rank(earned))).toMatchObject({
    "terms.prizes.0.rewardId": expect.stringContaining("not given as a prize"),
  });
});

test("places that have a prize already", async () => {
  const rewardId = await makePrize(scene);
  const rank = (from: number, to: number) => ({ kind: "rank" as const, from, to, rewardId });
  expect(await problemsWith({ prizes: [rank(1, 3), rank(3, 5), rank(9, 8)] })).toEqual({
    "terms.prizes.1.from": "these places have a prize already",
    "terms.prizes.2.to": "must not be before the first of these places",
  });
});

test("plans, products, commission plans and countries that there are not", async () => {
  expect(
    await problemsWith({
      rules: {
        planIds: ["plan_gone"],
        multipliers: [{ kind: "plan", planIds: ["plan_other"], factorBps: 1 }],
      },
      audience: { productIds: ["prod_gone"], commissionPlanIds: [someReward], countries: ["DE", "XX"] },
    }),
  ).toEqual({
    "terms.rules.planIds.0": "this community has no plan plan_gone",
    "terms.rules.multipliers.0.planIds.0": "this community has no plan plan_other",
    "terms.audience.productIds.0": "this community has no product prod_gone",
    "terms.audience.commissionPlanIds.0": "this community has no such commission plan",
    "terms.audience.countries.1": "XX is not a country's ISO code, such as DE",
  });
});

test("a settling shorter than the hold, steps twice, dates reversed, and a zone that is none", async () => {
  const bonuses = [
    { at: 5, points: 1 },
    { at: 5, points: 2 },
  ];
  const dates = {
    kind: "dates",
    from: hours(2).toISOString(),
    until: hours(1).toISOString(),
    factorBps: 20_000,
  };
  expect(await problemsWith({ rules: { holdDays: 8, bonuses, multipliers: [dates] } })).toEqual({
    "terms.rules.settleDays": "must be at least as long as the hold, 8 days",
    "terms.rules.bonuses.1.at": "there is another bonus at 5 already",
    "terms.rules.multipliers.0.until": "must be after the beginning",
  });
  expect(await problemsWith({ timeZone: "Mars/Olympus" })).toMatchObject({ timeZone: expect.any(String) });
});

test("a budget that its own prizes exceed, or in another currency", async () => {
  const rewardId = await makePrize(scene, { cost: { amount: "30", currency: "USD" } });
  const prizes = [{ kind: "rank" as const, from: 1, to: 3, rewardId }];
  expect(await problemsWith({ prizes, budget: { currency: "USD", amount: "89.99" } })).toEqual({
    "terms.budget.amount": "the prizes alone cost 90.00 USD",
  });
  expect(await problemsWith({ prizes, budget: { currency: "EUR", amount: "100.00" } })).toEqual({
    "terms.prizes.0.rewardId": "the reward “A prize” costs USD, not the budget's currency",
  });
});

test("fields that nobody knows, and none at all", async () => {
  const unknown = createCampaign(scene.owner, Object({ name: "x", colour: "red" }));
  expect(await problemsOf(unknown)).toMatchObject({
    colour: "is not a known field",
    startDate: "is missing",
  });
});
