import { inspect } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "#lib/core/context.ts";
import {
  addCodes,
  approveRedemption,
  archiveCheckoutCode,
  archiveReward,
  claimRedemption,
  countReached,
  createReward,
  deliverReward,
  evaluateRewards,
  getOffer,
  getRewardLadder,
  giveReward,
  listMyRedemptions,
  listRedemptions,
  listRewards,
  makeCheckoutCode,
  markDelivered,
  rejectRedemption,
  retryDelivery,
  updateReward,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  deliveriesIn,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
let ids: { reward: string; redemption: string; delivery: string; mona: string };
let team: Ctx;
let mona: Ctx;
let kai: Ctx;
let otherTeam: Ctx;

beforeAll(async () => {
  stage = await openRewardStage();
  const { services } = stage;
  const { companyId, system, owner } = await makeCommunity(stage);
  const other = await makeCommunity(stage);
  team = asOwner(services, companyId, owner);
  otherTeam = asOwner(services, other.companyId, other.owner);
  const monaRow = await makeMember(system, { name: "Mona" });
  mona = asMember(services, companyId, monaRow);
  kai = asMember(services, companyId, await makeMember(system, { name: "Kai" }));
  const reward = await createReward(team, tenPercent({ threshold: 1 }));
  await addReferrals(system, monaRow.id, 1);
  await evaluateRewards(system, { userIds: [monaRow.id] });
  await stage.runJobs();
  const [redemption] = await redemptionsIn(system);
  const [delivery] = await deliveriesIn(system);
  ids = {
    reward: reward.id,
    redemption: String(redemption?.id),
    delivery: String(delivery?.id),
    mona: monaRow.id,
  };
});
afterAll(async () => stage?.close());

const byTeamOnly: [string, (ctx: Ctx) => Promise<unknown>][] = [
  ["createReward", (ctx) => createReward(ctx, tenPercent())],
  ["updateReward", (ctx) => updateReward(ctx, { id: ids.reward, name: "Mine" })],
  ["archiveReward", (ctx) => archiveReward(ctx, { id: ids.reward })],
  ["countReached", (ctx) => countReached(ctx, { threshold: 1 })],
  ["listRedemptions", (ctx) => listRedemptions(ctx)],
  ["approveRedemption", (ctx) => approveRedemption(ctx, { id: ids.redemption })],
  ["rejectRedemption", (ctx) => rejectRedemption(ctx, { id: ids.redemption, reason: "because" })],
  ["markDelivered", (ctx) => markDelivered(ctx, { id: ids.redemption, note: "here" })],
  ["retryDelivery", (ctx) => retryDelivery(ctx, { id: ids.delivery })],
  ["deliverReward", (ctx) => deliverReward(ctx, { deliveryId: ids.delivery })],
  ["evaluateRewards", (ctx) => evaluateRewards(ctx, { userIds: [ids.mona] })],
  ["addCodes", (ctx) => addCodes(ctx, { id: ids.reward, codes: ["A"] })],
  [
    "archiveCheckoutCode",
    (ctx) => archiveCheckoutCode(ctx, { rewardId: ids.reward, promoCodeId: "promo_elsewhere" }),
  ],
  ["makeCheckoutCode", (ctx) => makeCheckoutCode(ctx, { rewardId: ids.reward })],
  [
    "giveReward",
    (ctx) =>
      giveReward(ctx, [{ rewardId: ids.reward, userId: ids.mona, trigger: "manual", subject: "given:1" }]),
  ],
];

it.each(byTeamOnly)("%s is refused to a member", async (_name, call) => {
  await expect(call(mona)).rejects.toMatchObject({ code: "forbidden" });
});

it.each(byTeamOnly.filter(([name]) => !["createReward", "countReached", "listRedemptions"].includes(name)))(
  "%s finds nothing of another community",
  async (_name, call) => {
    await expect(call(otherTeam)).rejects.toMatchObject({ code: "not_found" });
  },
);

it("another community's lists are empty", async () => {
  expect((await listRedemptions(otherTeam)).items).toEqual([]);
  expect(await listRewards(otherTeam)).toEqual([]);
  expect(await countReached(otherTeam, { threshold: 1 })).toBe(0);
  expect((await getOffer(otherTeam)).friend).toBeNull();
});

it("a member claims their own reward and nobody else's, and neither does the team", async () => {
  await expect(claimRedemption(kai, { id: ids.redemption })).rejects.toMatchObject({ code: "not_found" });
  await expect(claimRedemption(team, { id: ids.redemption })).rejects.toMatchObject({ code: "not_found" });
  await expect(claimRedemption(otherTeam, { id: ids.redemption })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await claimRedemption(mona, { id: ids.redemption })).status).toBe("claimed");
});

it("a member sees their own code and nobody else's", async () => {
  await expect(getRewardLadder(kai, { userId: ids.mona })).rejects.toMatchObject({ code: "forbidden" });
  expect(await listMyRedemptions(kai)).toEqual([]);
  expect((await listMyRedemptions(mona)).map(({ id }) => id)).toEqual([ids.redemption]);
  expect(inspect(await listRewards(kai), { depth: null })).not.toContain("REF");
});

it("a member does not see how many of a reward were given to others", async () => {
  expect((await listRewards(kai)).map(({ redemptions }) => redemptions)).toEqual([{}]);
  expect((await listRewards(team))[0]?.redemptions).not.toEqual({});
});

it.each<[string, object]>([
  ["a threshold of none", { threshold: 0 }],
  ["an unknown field", { surprise: true }],
  ["an unknown field of what it gives", { rewardData: { kind: "percentage", amountOff: 10, secret: 1 } }],
  [
    "another community's product",
    { rewardData: { kind: "percentage", amountOff: 10, productId: "prod_other" } },
  ],
  [
    "another community's plan",
    { rewardData: { kind: "percentage", amountOff: 10, planIds: ["plan_other"] } },
  ],
  ["a time to claim what has no code", { rewardType: "free_days", rewardData: { days: 7 }, expiryDays: 7 }],
  ["an endless name", { name: "x".repeat(81) }],
  ["a hold below nothing", { holdDays: -1 }],
])("a reward with %s is refused and nothing is stored", async (_what, wrong) => {
  const before = (await listRewards(team)).length;
  await expect(createReward(team, { ...tenPercent(), ...wrong })).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await listRewards(team)).toHaveLength(before);
});
