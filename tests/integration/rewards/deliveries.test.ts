import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { readTold, sentenceOf } from "#lib/core/said.ts";
import {
  type CreateRewardInput,
  createReward,
  deliverReward,
  evaluateRewards,
  getRewardLadder,
  listRedemptions,
  markDelivered,
  rejectRedemption,
  retryDelivery,
} from "#lib/rewards/index.ts";
import { promoCodeText } from "#lib/rewards/promo-code.ts";
import type { WhopPlatform } from "#lib/whop/index.ts";
import { asSystem } from "#tests/support/context.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import { inWords } from "#tests/support/in-words.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import {
  addReferrals,
  deliveriesIn,
  giveMembership,
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPercent,
  weekFree,
} from "#tests/support/rewards.ts";

const minute = 60_000;
const day = 86_400_000;
let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterEach(async () => stage.settings({ faults: [], revokedPermissions: [], idempotencyKeys: "none" }));
afterAll(async () => stage?.close());

async function earned(reward: CreateRewardInput, hasMembership = true) {
  const { services, sandbox } = stage;
  const community = await makeCommunity(stage);
  const { companyId, system, owner } = community;
  const team = asOwner(services, companyId, owner);
  await createReward(team, reward);
  const mona = await makeMember(system, { name: "Mona" });
  const membershipId = hasMembership ? giveMembership(stage, community, mona.whopUserId) : "";
  const endBefore = hasMembership
    ? Date.parse(sandbox.world.memberships.get(membershipId).periodEnd ?? "")
    : 0;
  await addReferrals(system, mona.id, reward.threshold ?? 1);
  await evaluateRewards(system, { userIds: [mona.id] });
  const one = async <T>(rows: Promise<T[]>): Promise<T> => {
    const [row] = await rows;
    if (!row) throw new Error("there is none");
    return row;
  };
  return {
    community,
    companyId,
    system,
    team,
    mona,
    membershipId,
    redemption: () => one(redemptionsIn(system)),
    delivery: () => one(deliveriesIn(system)),
    rung: async () =>
      (await getRewardLadder(asMember(services, companyId, mona), { userId: mona.id })).rungs[0],
    daysAdded: () =>
      (Date.parse(sandbox.world.memberships.get(membershipId).periodEnd ?? "") - endBefore) / day,
    codes: () => sandbox.world.promoCodes.where((row) => row.companyId === companyId),
  };
}

it("free days are added to the member's membership, and the proof says from when to when", async () => {
  const { delivery, daysAdded, membershipId, rung } = await earned(weekFree());
  await stage.runJobs();
  expect(daysAdded()).toBe(7);
  expect((await delivery()).proof).toMatchObject({ kind: "free_days", membershipId, days: 7 });
  expect(inWords((await rung())?.howTo)).toContain("runs until");
});

it("days whose answer was lost are read back, not added again", async () => {
  const { delivery, daysAdded, redemption } = await earned(weekFree());
  await stage.settings({ faults: [{ match: "POST /memberships/*", kind: "applied_then_500", times: 1 }] });
  await stage.runJobs();
  expect((await delivery()).state).toBe("unknown");
  await stage.runUntilQuiet(1);
  expect(daysAdded()).toBe(7);
  expect((await delivery()).attempts).toMatchObject([{ outcome: "unknown" }, { outcome: "found_applied" }]);
  expect((await redemption()).status).toBe("granted");
});

it("a member without a membership to extend has the reward held until there is one", async () => {
  const { community, redemption, delivery, mona, team, rung } = await earned(weekFree(), false);
  await stage.runJobs();
  expect((await redemption()).status).toBe("held");
  expect(sentenceOf(readTold((await delivery()).heldReason ?? ""))).toContain("no running membership");
  expect(await rung()).toMatchObject({ state: "waiting", waitsFor: "delivery" });
  expect(sentenceOf((await rung())?.reason ?? "")).not.toContain("Whop");
  giveMembership(stage, community, mona.whopUserId);
  await retryDelivery(team, { id: (await delivery()).id });
  await stage.runJobs();
  expect((await redemption()).status).toBe("granted");
});

it("two rewards for one membership are added one after the other, also while one of them is unknown", async () => {
  const { team, system, mona, daysAdded } = await earned(weekFree());
  await createReward(team, weekFree({ name: "Two days", rewardData: { days: 2 } }));
  await stage.settings({ faults: [{ match: "POST /memberships/*", kind: "applied_then_500", times: 1 }] });
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs({ workers: 4 });
  const states = (await deliveriesIn(system)).map(({ state }) => state).sort();
  expect(states).toEqual(["queued", "unknown"]);
  await stage.runUntilQuiet(1, { workers: 4 });
  expect(daysAdded()).toBe(9);
});

it("a missing permission holds the reward and names it; once granted, trying again delivers", async () => {
  const { redemption, delivery, team, codes } = await earned(tenPercent());
  await stage.settings({ revokedPermissions: ["promo_code:create"] });
  await stage.runJobs();
  expect((await redemption()).status).toBe("held");
  expect(sentenceOf(readTold((await delivery()).heldReason ?? ""))).toContain("promo_code:create");
  const [listed] = (await listRedemptions(team, { needsDecision: true })).items;
  expect(listed?.actions).toEqual(["reject", "mark_delivered", "retry"]);
  await stage.settings({ revokedPermissions: [], idempotencyKeys: "all" });
  await retryDelivery(team, { id: (await delivery()).id });
  await stage.runJobs();
  expect((await redemption()).status).toBe("granted");
  expect(codes()).toHaveLength(1);
  await expect(retryDelivery(team, { id: (await delivery()).id })).rejects.toMatchObject({
    code: "conflict",
  });
});

it("a code that somebody else made under our text is not handed out", async () => {
  const { redemption, delivery, codes, companyId } = await earned(tenPercent());
  const code = promoCodeText(stage.services.secrets, companyId, (await redemption()).id);
  await stage.services.whop.createPromoCode({
    companyId,
    code,
    kind: "percentage",
    amountOff: 90,
    currency: "USD",
    durationMonths: 1,
    stock: 1,
    newUsersOnly: false,
    idempotencyKey: "somebody",
  });
  await stage.runJobs();
  expect((await redemption()).status).toBe("failed");
  expect(sentenceOf(readTold((await delivery()).heldReason ?? ""))).toContain("is another one");
  expect(codes()).toHaveLength(1);
});

it("after ten attempts in vain the delivery waits for a person, who can try again", async () => {
  const { redemption, delivery, team } = await earned(tenPercent());
  await stage.settings({ faults: [{ match: "POST /promo_codes", kind: "429" }] });
  await stage.runUntilQuiet(3);
  expect((await redemption()).status).toBe("failed");
  expect(await delivery()).toMatchObject({ state: "held", attemptCount: 10 });
  expect(sentenceOf(readTold((await delivery()).heldReason ?? ""))).toContain("10 times");
  await stage.settings({ faults: [] });
  await retryDelivery(team, { id: (await delivery()).id });
  await stage.runUntilQuiet(1);
  expect((await redemption()).status).toBe("granted");
});

it("when reading back does not settle it, a person does, and nothing is added behind their back", async () => {
  const { delivery, redemption, daysAdded, team, membershipId } = await earned(weekFree());
  await stage.settings({ faults: [{ match: "POST /memberships/*", kind: "500", times: 1 }] });
  await stage.runJobs();
  const membership = stage.sandbox.world.memberships.get(membershipId);
  membership.periodEnd = new Date(Date.parse(membership.periodEnd ?? "") + 3 * day).toISOString();
  await stage.runUntilQuiet(1);
  expect((await redemption()).status).toBe("held");
  expect(sentenceOf(readTold((await delivery()).heldReason ?? ""))).toContain(
    "say whether the days are there",
  );
  const { id } = await redemption();
  await expect(rejectRedemption(team, { id, reason: "not now" })).rejects.toMatchObject({ code: "conflict" });
  await retryDelivery(team, { id: (await delivery()).id });
  await stage.runUntilQuiet(1);
  expect((await redemption()).status, "looking again shows the same").toBe("held");
  expect(daysAdded()).toBe(3);
  await retryDelivery(team, { id: (await delivery()).id, isMissingOnWhop: true });
  await stage.runUntilQuiet(1);
  expect((await redemption()).status).toBe("granted");
  expect(daysAdded()).toBe(10);
});

it("a reward given by hand waits for the team, and the member reads their note", async () => {
  const { redemption, team, rung, codes } = await earned({
    name: "A call with us",
    threshold: 1,
    rewardType: "custom",
    rewardData: { instructions: "Thirty minutes with the team." },
    holdDays: 0,
  });
  await stage.runJobs();
  expect((await redemption()).status).toBe("approved");
  expect((await listRedemptions(team, { needsDecision: true })).items).toHaveLength(1);
  const { id } = await redemption();
  await markDelivered(team, { id, note: "Sent you three dates by chat." });
  expect(await rung()).toMatchObject({ state: "delivered", note: "Sent you three dates by chat." });
  expect(codes()).toHaveLength(0);
  await expect(markDelivered(team, { id, note: "again" })).rejects.toMatchObject({ code: "conflict" });
});

it("what the team rejects is not earned again, and the member reads why", async () => {
  const { redemption, team, rung, system, mona, codes } = await earned(tenPercent({ autoApply: false }));
  await stage.runJobs();
  await rejectRedemption(team, { id: (await redemption()).id, reason: "Bought with your own card." });
  await addReferrals(system, mona.id, 3);
  await evaluateRewards(system, { userIds: [mona.id] });
  await stage.runJobs();
  expect(await rung()).toMatchObject({ state: "cancelled", reason: "Bought with your own card." });
  expect(codes()).toHaveLength(0);
});

it("a worker that was given up for dead and comes back late writes nothing", async () => {
  const { companyId, delivery, codes, redemption } = await earned(tenPercent());
  const { services } = stage;
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let isAsleep = () => {};
  const fellAsleep = new Promise<void>((resolve) => {
    isAsleep = resolve;
  });
  const sleepy: WhopPlatform = {
    ...services.whop,
    async createPromoCode(input) {
      const made = await services.whop.createPromoCode(input);
      isAsleep();
      await asleep;
      return made;
    },
  };
  await stage.runJobs({
    run: async (job) => {
      if (job.name !== "deliver-reward") return runJob(services, job);
      const ctx = asSystem({ ...services, whop: sleepy }, companyId);
      const late = deliverReward(ctx, { deliveryId: String(job.payload.deliveryId) });
      await fellAsleep;
      stage.advance(2 * minute);
      await stage.runUntilQuiet(1);
      expect((await delivery()).state).toBe("applied");
      const before = await delivery();
      wake();
      await late;
      expect(await delivery()).toEqual(before);
    },
  });
  expect((await redemption()).status).toBe("granted");
  expect(codes()).toHaveLength(1);
});

it("a worker that wakes up long after it was allowed to call does not call any more", async () => {
  const { delivery, daysAdded } = await earned(weekFree());
  const { services } = stage;
  const calls: string[] = [];
  const slow: WhopPlatform = {
    ...services.whop,
    async getMembership(id) {
      const found = await services.whop.getMembership(id);
      stage.advance(45_000);
      return found;
    },
    addFreeDays(id, days, key) {
      calls.push(id);
      return services.whop.addFreeDays(id, days, key);
    },
  };
  await stage.runJobs({
    run: (job) => runJob(job.name === "deliver-reward" ? { ...services, whop: slow } : services, job),
  });
  expect(calls).toEqual([]);
  expect((await delivery()).attempts).toMatchObject([{ outcome: "not_sent" }]);
  await stage.runUntilQuiet(1);
  expect(daysAdded()).toBe(7);
});
