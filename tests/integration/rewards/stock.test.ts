import { afterAll, beforeAll, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { sentenceOf } from "#lib/core/said.ts";
import {
  createReward,
  evaluateRewards,
  getRewardLadder,
  listRewards,
  rejectRedemption,
  updateReward,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  refundReferral,
  tenPercent,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

async function pool(stock: number, holdDays = 0) {
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  const reward = await createReward(team, tenPercent({ threshold: 1, stock, holdDays }));
  const codes = () => stage.sandbox.world.promoCodes.where((row) => row.companyId === companyId);
  const taken = async () => (await listRewards(team))[0]?.stockTaken;
  const byStatus = async () =>
    Object.fromEntries(Object.entries((await listRewards(team))[0]?.redemptions ?? {}));
  return { companyId, system, team, reward, codes, taken, byStatus };
}

it("fifty members at once share a pool of ten: ten get it, forty wait and are told why", async () => {
  const { companyId, system, codes, taken, byStatus } = await pool(10);
  const members = [];
  for (let index = 0; index < 50; index += 1) {
    const member = await makeMember(system);
    await addReferrals(system, member.id, 1);
    members.push(member);
  }
  await Promise.all(members.map(({ id }) => evaluateRewards(system, { userIds: [id] })));
  await stage.runJobs({ workers: 8 });
  expect(await byStatus()).toEqual({ granted: 10, held: 40 });
  expect(codes()).toHaveLength(10);
  expect(await taken()).toBe(10);
  const waiting = (await redemptionsIn(system)).find(({ status }) => status === "held");
  const member = members.find(({ id }) => id === waiting?.userId);
  if (!member) throw new Error("nobody waits");
  const ladder = await getRewardLadder(asMember(stage.services, companyId, member), { userId: member.id });
  expect(ladder.rungs[0]).toMatchObject({ state: "waiting", waitsFor: "stock" });
  expect(sentenceOf(ladder.rungs[0]?.reason ?? "")).toContain("none of this reward is left");
});

it("when there is more, those who waited longest get it first", async () => {
  const { system, team, reward, byStatus } = await pool(0);
  const waiting: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const member = await makeMember(system);
    await addReferrals(
      system,
      member.id,
      1,
      new Date(stage.services.clock.now().getTime() - (4 - index) * 60_000),
    );
    await evaluateRewards(system, { userIds: [member.id] });
    waiting.push(member.id);
  }
  await updateReward(team, { id: reward.id, stock: 2 });
  await stage.runJobs();
  expect(await byStatus()).toEqual({ granted: 2, held: 2 });
  const granted = (await redemptionsIn(system)).filter(({ status }) => status === "granted");
  expect(granted.map(({ userId }) => userId).sort()).toEqual(waiting.slice(0, 2).sort());
});

it("what a refund or the team gives back goes to the next who waits", async () => {
  const { system, team, taken, byStatus } = await pool(1, 14);
  const [first, second, third] = [
    await makeMember(system),
    await makeMember(system),
    await makeMember(system),
  ];
  const [referral] = await addReferrals(system, first.id, 1);
  await evaluateRewards(system, { userIds: [first.id] });
  for (const member of [second, third]) {
    await addReferrals(system, member.id, 1);
    await evaluateRewards(system, { userIds: [member.id] });
  }
  await refundReferral(system, String(referral));
  await evaluateRewards(system, { userIds: [first.id] });
  await stage.runJobs();
  expect(await byStatus()).toEqual({ cancelled: 1, pending: 1, held: 1 });
  const pending = (await redemptionsIn(system)).find(({ status }) => status === "pending");
  expect(pending?.userId).toBe(second.id);
  await rejectRedemption(team, { id: String(pending?.id), reason: "bought by a friend" });
  await stage.runJobs();
  expect(await byStatus()).toEqual({ cancelled: 2, pending: 1 });
  expect(await taken()).toBe(1);
});

it("the pool is never made smaller than what is taken", async () => {
  const { system, team, reward } = await pool(5);
  for (let index = 0; index < 3; index += 1) {
    const member = await makeMember(system);
    await addReferrals(system, member.id, 1);
    await evaluateRewards(system, { userIds: [member.id] });
  }
  await expect(updateReward(team, { id: reward.id, stock: 2 })).rejects.toMatchObject({
    code: "invalid_input",
    details: { fields: { stock: { code: "input.atMost", values: { many: 3 } } } },
  });
  expect((await updateReward(team, { id: reward.id, stock: 3 })).stock).toBe(3);
});

async function unlimited() {
  const { companyId, system, owner } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  const reward = await createReward(team, tenPercent({ threshold: 1, holdDays: 14 }));
  const earner = async () => {
    const member = await makeMember(system);
    await addReferrals(system, member.id, 1);
    return member.id;
  };
  return { system, team, reward, earner };
}

it("of a reward without a limit nobody waits for anybody who earns it at the same time", async () => {
  const { system, earner } = await unlimited();
  const [one, other] = [await earner(), await earner()];
  await transact(system, async (_tx, ctx) => {
    await evaluateRewards(ctx, { userIds: [one] });
    // From another connection, while the first one's transaction is open.
    await evaluateRewards(system, { userIds: [other] });
  });
  const earned = await redemptionsIn(system);
  expect(earned.map(({ userId }) => userId).sort()).toEqual([one, other].sort());
  expect(earned.every(({ holdsStock }) => holdsStock)).toBe(true);
});

it("a limit that is set later counts all who earned the reward before, also those who do so at that moment", async () => {
  const { system, team, reward, earner } = await unlimited();
  for (let index = 0; index < 2; index += 1) await evaluateRewards(system, { userIds: [await earner()] });
  const [inTime, tooLate] = [await earner(), await earner()];
  let limiting: ReturnType<typeof updateReward> | undefined;
  await transact(system, async (tx, ctx) => {
    await evaluateRewards(ctx, { userIds: [inTime] });
    limiting = updateReward(team, { id: reward.id, stock: 3 });
    await tx.execute("SELECT pg_sleep(0.1)");
  });
  expect(await limiting).toMatchObject({ stock: 3, stockTaken: 3 });
  await evaluateRewards(system, { userIds: [tooLate] });
  const statuses = new Map((await redemptionsIn(system)).map(({ userId, status }) => [userId, status]));
  expect(statuses.get(inTime)).toBe("pending");
  expect(statuses.get(tooLate)).toBe("held");
  await expect(updateReward(team, { id: reward.id, stock: 2 })).rejects.toMatchObject({
    code: "invalid_input",
  });
});
