import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import {
  approveRedemptions,
  archiveReward,
  buyReward,
  type CreateRewardInput,
  createReward,
  evaluateRewards,
  giveReward,
  listShop,
  rejectRedemption,
  rejectRedemptions,
  updateReward,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  balanceOf,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
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
  const mona = await makeMember(system, { name: "Mona" });
  const asMona = asMember(stage.services, companyId, mona);
  return { companyId, system, team, mona, asMona, rewardId };
}

const fifty = (more: Partial<CreateRewardInput> = {}): CreateRewardInput =>
  tenPoints({ trigger: "manual", rewardData: { points: 50 }, ...more });
const prize = fifty({ trigger: "campaign_prize", autoApply: true });
const fiveCredits = (more: Partial<CreateRewardInput> = {}): CreateRewardInput => ({
  name: "Five credits",
  trigger: "purchase",
  pricePoints: 20,
  rewardType: "credits",
  rewardData: { credits: 5 },
  ...more,
});

describe("a reward that is given", () => {
  it("is there at once, once for each subject, however many give it at the same time", async () => {
    const { system, mona, rewardId } = await open(prize);
    const gift = { rewardId, userId: mona.id, trigger: "campaign_prize", subject: "prize:1" } as const;
    const answers = await Promise.all(Array.from({ length: 8 }, () => giveReward(system, [gift, gift])));
    await stage.runJobs();
    const outcomes = answers.flat().map(({ outcome }) => outcome);
    // Both places of one call are the same gift.
    expect(outcomes.filter((outcome) => outcome === "given")).toHaveLength(2);
    expect(new Set(answers.flat().map(({ redemptionId }) => redemptionId)).size).toBe(1);
    expect(await balanceOf(system, mona.id)).toBe(50n);
    await giveReward(system, [{ ...gift, subject: "prize:2" }]);
    await evaluateRewards(system, { userIds: [mona.id] });
    await stage.runJobs();
    expect(await balanceOf(system, mona.id)).toBe(100n);
  });

  it("that is out of stock is held with the reason, and follows when there is more", async () => {
    const { system, team, mona, rewardId } = await open({ ...prize, stock: 0 });
    const gift = { rewardId, userId: mona.id, trigger: "campaign_prize", subject: "prize:1" } as const;
    expect(await giveReward(system, [gift])).toMatchObject([{ outcome: "held" }]);
    expect(await giveReward(system, [gift])).toMatchObject([{ outcome: "already" }]);
    await updateReward(team, { id: rewardId, stock: 1 });
    await stage.runJobs();
    expect(await balanceOf(system, mona.id)).toBe(50n);
  });

  it("by the team names who gave it and what the member reads", async () => {
    const { system, team, mona, rewardId } = await open(fifty());
    const gift = { rewardId, userId: mona.id, trigger: "manual", subject: "given:1" } as const;
    await giveReward(team, [{ ...gift, note: "For your talk" }]);
    const [redemption] = await redemptionsIn(system);
    expect(redemption).toMatchObject({ note: "For your talk", givenBy: Reflect.get(team.actor, "userId") });
  });

  it("is given by nobody who may not, to nobody who is not there, and no prize by hand", async () => {
    const { system, team, asMona, mona, rewardId } = await open(fifty());
    const other = await open(prize);
    const gift = { rewardId, userId: mona.id, trigger: "manual", subject: "given:1" } as const;
    await expect(giveReward(asMona, [gift])).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      giveReward(team, [{ ...gift, trigger: "campaign_prize", subject: "prize:1" }]),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(giveReward(team, [{ ...gift, userId: other.mona.id }])).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(giveReward(team, [{ ...gift, rewardId: other.rewardId }])).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      giveReward(other.team, [{ ...gift, rewardId: other.rewardId, userId: other.mona.id }]),
    ).rejects.toMatchObject({ code: "conflict" });
    await archiveReward(team, { id: rewardId });
    await expect(giveReward(team, [gift])).rejects.toMatchObject({ code: "conflict" });
    expect(await redemptionsIn(system)).toEqual([]);
  });
});

describe("the points shop", () => {
  async function openShop(more: Partial<CreateRewardInput> = {}, points = 50) {
    const shop = await open(fiveCredits(more));
    const { system, team, mona } = shop;
    const { id } = await createReward(team, fifty({ rewardData: { points } }));
    await giveReward(system, [{ rewardId: id, userId: mona.id, trigger: "manual", subject: "given:start" }]);
    await stage.runJobs();
    return shop;
  }
  const purchaseId = () => newId();

  it("sells for points, once for each purchase, and shows what is left", async () => {
    const { system, asMona, mona, rewardId } = await openShop();
    expect(await listShop(asMona)).toMatchObject({ points: 50n, items: [{ isAffordable: true }] });
    const purchase = { id: rewardId, purchaseId: purchaseId() };
    await Promise.all(Array.from({ length: 5 }, () => buyReward(asMona, purchase)));
    await stage.runJobs();
    expect(await balanceOf(system, mona.id)).toBe(30n);
    expect(await balanceOf(system, mona.id, "points_spent")).toBe(20n);
    expect(await balanceOf(system, mona.id, "credits")).toBe(5n);
  });

  it("never takes an account below zero, however many are bought at once", async () => {
    const { system, asMona, mona, rewardId } = await openShop();
    const bought = await Promise.allSettled(
      Array.from({ length: 12 }, () => buyReward(asMona, { id: rewardId, purchaseId: purchaseId() })),
    );
    await stage.runJobs();
    expect(bought.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await balanceOf(system, mona.id)).toBe(10n);
    expect(await balanceOf(system, mona.id, "credits")).toBe(10n);
  });

  it("gives the points back when the team refuses", async () => {
    const { system, team, asMona, mona, rewardId } = await openShop({ autoApply: false });
    const { id } = await buyReward(asMona, { id: rewardId, purchaseId: purchaseId() });
    await stage.runJobs();
    expect(await balanceOf(system, mona.id)).toBe(30n);
    await rejectRedemption(team, { id, reason: "not for you" });
    expect(await balanceOf(system, mona.id)).toBe(50n);
    expect(await balanceOf(system, mona.id, "points_spent")).toBe(0n);
  });

  it.each([
    ["it is sold out", { stock: 0 }, 50],
    ["it is dearer by one point", {}, 19],
    ["the member had it as often as one may", { maxPerMember: 1 }, 50],
  ])("sells nothing when %s, and takes no point", async (_, more, points) => {
    const { system, asMona, mona, rewardId } = await openShop(more, points);
    if ("maxPerMember" in more) await buyReward(asMona, { id: rewardId, purchaseId: purchaseId() });
    const before = await balanceOf(system, mona.id);
    await expect(buyReward(asMona, { id: rewardId, purchaseId: purchaseId() })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await balanceOf(system, mona.id)).toBe(before);
  });

  it("sells what is priced, of one's own community", async () => {
    const { team, asMona } = await openShop();
    const other = await openShop();
    const unpriced = await createReward(team, fifty());
    for (const [id, code] of [
      [unpriced.id, "conflict"],
      [other.rewardId, "not_found"],
    ] as const)
      await expect(buyReward(asMona, { id, purchaseId: purchaseId() })).rejects.toMatchObject({ code });
  });
});

describe("many decisions at once", () => {
  it("are made where they can be, and each refusal is named", async () => {
    const { system, team, asMona, rewardId } = await open(tenPoints({ autoApply: false }));
    const members = await Promise.all(Array.from({ length: 4 }, () => makeMember(system)));
    for (const { id } of members) await addReferrals(system, id, 1);
    await evaluateRewards(system, { userIds: members.map(({ id }) => id) });
    await stage.runJobs();
    const ids = (await redemptionsIn(system)).map(({ id }) => id);
    const stranger = newId();
    await expect(approveRedemptions(asMona, { ids })).rejects.toMatchObject({ code: "forbidden" });
    const approved = await approveRedemptions(team, { ids: [...ids.slice(0, 3), stranger] });
    expect(approved.done.toSorted()).toEqual(ids.slice(0, 3).toSorted());
    expect(approved.refused.map(({ id }) => id)).toEqual([stranger]);
    const rejected = await rejectRedemptions(team, { ids, reason: "no longer offered" });
    expect(rejected.done).toEqual(ids.slice(3));
    expect(rejected.refused).toHaveLength(3);
    await stage.runJobs();
    expect(
      await Promise.all(members.map(({ id }) => balanceOf(system, id))).then((all) => all.toSorted()),
    ).toEqual([0n, 10n, 10n, 10n]);
    const other = await open(tenPoints());
    expect((await approveRedemptions(other.team, { ids })).refused).toHaveLength(4);
    expect(rewardId).not.toBe(other.rewardId);
  });
});
