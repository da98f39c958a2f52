import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rewards } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import {
  type CreateRewardInput,
  createReward,
  evaluateRewards,
  listRewards,
  updateReward,
} from "#lib/rewards/index.ts";
import { asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  balanceOf,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPoints,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

async function open(reward: CreateRewardInput) {
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  const { id: rewardId } = await createReward(team, reward);
  const row = async () => {
    const [found] = await transact(system, (tx) =>
      tx.select().from(rewards).where(eq(rewards.companyId, companyId)),
    );
    return found;
  };
  return { companyId, system, team, rewardId, row };
}

const tenDollars = { amount: "10", currency: "USD" };

it.each([
  { limit: { cost: tenDollars, budget: "125" }, what: "budget", fits: 12, taken: 12_000n },
  { limit: { stock: 7 }, what: "stock", fits: 7, taken: 0n },
  { limit: { stock: 9, cost: tenDollars, budget: "80" }, what: "both", fits: 8, taken: 8_000n },
])("fifty who convert at once never exceed a $what", async ({ limit, fits, taken }) => {
  const { system, row } = await open(tenPoints(limit));
  const members = await Promise.all(Array.from({ length: 50 }, () => makeMember(system)));
  for (const { id } of members) await addReferrals(system, id, 1);
  await Promise.all(members.map(({ id }) => evaluateRewards(system, { userIds: [id] })));
  await stage.runJobs({ workers: 8 });
  const balances = await Promise.all(members.map(({ id }) => balanceOf(system, id)));
  expect(balances.filter((points) => points === 10n)).toHaveLength(fits);
  expect(balances.filter((points) => points === 0n)).toHaveLength(50 - fits);
  expect((await row())?.budgetTakenMinor).toBe(taken);
  const redemptions = await redemptionsIn(system);
  expect(redemptions.filter(({ status }) => status === "held")).toHaveLength(50 - fits);
});

it("what a refund frees of a budget is for whoever waited longest", async () => {
  const { system, row } = await open(tenPoints({ cost: tenDollars, budget: "10", onReversal: "reverse" }));
  const [first, second, third] = [
    await makeMember(system),
    await makeMember(system),
    await makeMember(system),
  ];
  const [referral] = await addReferrals(system, first.id, 1);
  await evaluateRewards(system, { userIds: [first.id] });
  for (const { id } of [second, third]) {
    stage.advance(1_000);
    await addReferrals(system, id, 1);
    await evaluateRewards(system, { userIds: [id] });
  }
  await stage.runJobs();
  await refundReferral(system, String(referral));
  await evaluateRewards(system, { userIds: [first.id] });
  await stage.runJobs();
  expect(await balanceOf(system, first.id)).toBe(0n);
  expect(await balanceOf(system, second.id)).toBe(10n);
  expect(await balanceOf(system, third.id)).toBe(0n);
  expect((await row())?.budgetTakenMinor).toBe(1_000n);
});

it("a budget that comes later counts what was given before, and cannot be less", async () => {
  const { system, team, rewardId } = await open(tenPoints({ cost: tenDollars }));
  const mona = await makeMember(system);
  await addReferrals(system, mona.id, 3);
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  await expect(updateReward(team, { id: rewardId, budget: "29.99" })).rejects.toMatchObject({
    code: "invalid_input",
    details: { fields: { budget: expect.anything() } },
  });
  const after = await updateReward(team, { id: rewardId, budget: "45" });
  expect(after).toMatchObject({ budgetMinor: 4_500n, budgetTakenMinor: 3_000n });
  expect((await listRewards(team))[0]?.left).toBe(1);
  await addReferrals(system, mona.id, 2);
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  expect(await balanceOf(system, mona.id)).toBe(40n);
  await updateReward(team, { id: rewardId, budget: "50" });
  await stage.runJobs();
  expect(await balanceOf(system, mona.id)).toBe(50n);
});

it("whoever waited takes of the budget what it cost when they earned it", async () => {
  const { system, team, rewardId, row } = await open(tenPoints({ cost: tenDollars, budget: "10" }));
  const [first, second] = [await makeMember(system), await makeMember(system)];
  for (const { id } of [first, second]) {
    await addReferrals(system, id, 1);
    await evaluateRewards(system, { userIds: [id] });
    stage.advance(1_000);
  }
  const five = { amount: "5", currency: "USD" };
  await updateReward(team, { id: rewardId, cost: five, budget: "15" });
  await stage.runJobs();
  // Half of what theirs costs is left, which is enough for one of now, and not for the one they were promised.
  expect(await balanceOf(system, second.id)).toBe(0n);
  expect((await row())?.budgetTakenMinor).toBe(1_000n);
  await updateReward(team, { id: rewardId, budget: "20" });
  await stage.runJobs();
  expect(await balanceOf(system, second.id)).toBe(10n);
  expect((await row())?.budgetTakenMinor).toBe(2_000n);
});

const refused: [string, CreateRewardInput, string][] = [
  ["a budget without a cost", tenPoints({ budget: "10" }), "budget"],
  ["a budget below one of them", tenPoints({ cost: tenDollars, budget: "9.99" }), "budget"],
  ["a negative amount", tenPoints({ cost: { amount: "-1", currency: "USD" } }), "cost.amount"],
  ["a currency of nowhere", tenPoints({ cost: { amount: "1", currency: "QQQ" } }), "cost.currency"],
  ["too many decimals", tenPoints({ cost: { amount: "1.005", currency: "USD" } }), "cost.amount"],
  ["points for less than nothing", tenPoints({ rewardData: { points: -5 } }), "rewardData.points"],
  ["a price without a shop", tenPoints({ pricePoints: 5 }), "pricePoints"],
  [
    "a shop without a price",
    tenPoints({ trigger: "purchase", rewardType: "credits", rewardData: { credits: 1 } }),
    "pricePoints",
  ],
  ["points for points", tenPoints({ trigger: "purchase", pricePoints: 5 }), "rewardType"],
  ["a milestone for whoever joins", tenPoints({ trigger: "milestone", side: "referee" }), "side"],
  ["a number that its trigger does not know", tenPoints({ threshold: 3 }), "threshold"],
  ["a streak of one day", tenPoints({ trigger: "streak", threshold: 1 }), "threshold"],
  [
    "an activation that no referral has",
    tenPoints({ trigger: "manual", requiresActivation: true }),
    "requiresActivation",
  ],
  ["a campaign of nobody", tenPoints({ campaignId: "019a0000-0000-7000-8000-000000000000" }), "campaignId"],
  ["a time to claim what has no code", tenPoints({ expiryDays: 5 }), "expiryDays"],
];

it.each(refused)("%s is refused at its field, and nothing is stored", async (_, input, field) => {
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  await expect(createReward(team, input)).rejects.toMatchObject({
    code: "invalid_input",
    details: { fields: { [field]: expect.anything() } },
  });
  expect(await listRewards(system)).toEqual([]);
});
