import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rewardCodes } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import {
  addCodes,
  type CreateRewardInput,
  claimRedemption,
  createReward,
  evaluateRewards,
  getRewardLadder,
  listRewards,
  rejectRedemption,
} from "#lib/rewards/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  addReferrals,
  balanceOf,
  deliveriesIn,
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
  const { companyId, system, owner, productId } = await makeCommunity(stage);
  const team = asOwner(stage.services, companyId, owner);
  const { id: rewardId } = await createReward(team, reward);
  const mona = await makeMember(system, { name: "Mona" });
  const settle = async () => {
    await evaluateRewards(system, { userIds: [mona.id] });
    await stage.runJobs();
  };
  const statuses = async () => (await redemptionsIn(system)).map(({ status }) => status).sort();
  return { companyId, system, team, mona, rewardId, productId, settle, statuses };
}

const ownCodes = (more: Partial<CreateRewardInput> = {}): CreateRewardInput => ({
  name: "A ticket",
  trigger: "per_conversion",
  rewardType: "custom",
  rewardData: { instructions: "Show it at the door.", fromPool: true },
  holdDays: 0,
  ...more,
});

const kinds = [
  { type: "points", data: { points: 10 }, account: "points", other: "points_issued", amount: 10n },
  { type: "credits", data: { credits: 3 }, account: "credits", other: "credits_issued", amount: 3n },
  {
    type: "cash",
    data: { amount: "12.50", currency: "USD" },
    account: "commission_payable",
    other: "reward_expense",
    amount: 1250n,
  },
] as const;

describe.each(kinds)("a reward in $type", ({ type, data, account, other, amount }) => {
  const reward = (more: Partial<CreateRewardInput> = {}) =>
    tenPoints({ rewardType: type, rewardData: data, ...more });

  it("is booked once, with its proof, when its hold is over and not a second before", async () => {
    const { system, mona, settle, statuses } = await open(reward({ holdDays: 2 }));
    await addReferrals(system, mona.id, 1);
    await settle();
    stage.advance(2 * 86_400_000 - 1_000);
    await stage.runJobs();
    expect(await statuses()).toEqual(["pending"]);
    expect(await balanceOf(system, mona.id, account)).toBe(0n);
    stage.advance(1_000);
    await stage.runJobs();
    await settle();
    expect(await statuses()).toEqual(["granted"]);
    expect(await balanceOf(system, mona.id, account)).toBe(amount);
    expect(await balanceOf(system, mona.id, other)).toBe(-amount);
    const [delivery] = await deliveriesIn(system);
    expect(delivery).toMatchObject({ state: "applied", proof: { kind: "booked", amount: String(amount) } });
  });

  it("is not booked at all when the purchase is refunded before", async () => {
    const { system, mona, settle, statuses } = await open(reward({ holdDays: 2 }));
    const [id] = await addReferrals(system, mona.id, 1);
    await settle();
    await refundReferral(system, String(id));
    await settle();
    stage.advance(3 * 86_400_000);
    await stage.runJobs();
    expect(await statuses()).toEqual(["cancelled"]);
    expect(await balanceOf(system, mona.id, account)).toBe(0n);
  });

  it.each(["reverse", "keep"] as const)(
    "after a refund follows the owner's choice: %s",
    async (onReversal) => {
      const { system, mona, settle, statuses } = await open(reward({ onReversal }));
      const [id] = await addReferrals(system, mona.id, 1);
      await settle();
      await refundReferral(system, String(id));
      await settle();
      await settle();
      const isKept = onReversal === "keep";
      expect(await statuses()).toEqual([isKept ? "granted" : "cancelled"]);
      expect(await balanceOf(system, mona.id, account)).toBe(isKept ? amount : 0n);
      await refundReferral(system, String(id), true);
      await settle();
      expect(await balanceOf(system, mona.id, account)).toBe(amount);
      expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
    },
  );
});

it("a free event is a code for its product, good for one payment", async () => {
  const made = await open(tenPoints());
  await createReward(made.team, {
    name: "The summit",
    rewardType: "free_event",
    rewardData: { productId: made.productId },
    holdDays: 0,
  });
  await addReferrals(made.system, made.mona.id, 1);
  await made.settle();
  const codes = stage.sandbox.world.promoCodes.where((row) => row.companyId === made.companyId);
  expect(codes).toMatchObject([
    { amountOff: 100, productId: made.productId, durationMonths: 1, stock: 1, onePerCustomer: true },
  ]);
});

describe("codes of the owner's own", () => {
  it("go out one by one; whoever finds none is held with the reason, and served when there are more", async () => {
    const { system, team, mona, rewardId, settle, statuses } = await open(ownCodes());
    await addCodes(team, { id: rewardId, codes: ["A-1", "A-2"] });
    await addReferrals(system, mona.id, 3);
    await settle();
    expect(await statuses()).toEqual(["granted", "granted", "held"]);
    const ladder = await getRewardLadder(asMember(stage.services, system.companyId, mona), {
      userId: mona.id,
    });
    expect(ladder.rungs.flatMap(({ code }) => code ?? []).sort()).toEqual(["A-1", "A-2"]);
    expect((await listRewards(team))[0]?.codesLeft).toBe(0);
    expect(await addCodes(team, { id: rewardId, codes: ["A-3", "A-4"] })).toEqual({ added: 2, left: 2 });
    await stage.runJobs();
    expect(await statuses()).toEqual(["granted", "granted", "granted"]);
    expect((await listRewards(team))[0]?.codesLeft).toBe(1);
  });

  it("come back to the pool while nobody saw them, and never after", async () => {
    const { companyId, system, team, mona, rewardId, settle, statuses } = await open(
      ownCodes({ onReversal: "reverse", expiryDays: 5 }),
    );
    await addCodes(team, { id: rewardId, codes: ["B-1", "B-2", "B-3"] });
    const [seen, unseen] = await addReferrals(system, mona.id, 2);
    await settle();
    const asMona = asMember(stage.services, companyId, mona);
    const claimed = (await redemptionsIn(system)).find(({ referralId }) => referralId === seen);
    await claimRedemption(asMona, { id: String(claimed?.id) });
    for (const id of [seen, unseen]) await refundReferral(system, String(id));
    await settle();
    expect(await statuses()).toEqual(["cancelled", "claimed"]);
    expect((await listRewards(team))[0]?.codesLeft).toBe(2);
    const [third] = await addReferrals(system, mona.id, 1);
    await settle();
    stage.advance(5 * 86_400_000);
    await stage.runJobs();
    const lapsed = (await redemptionsIn(system)).find(({ referralId }) => referralId === third);
    expect(lapsed?.status).toBe("expired");
    expect((await listRewards(team))[0]?.codesLeft).toBe(2);
  });

  it("stay with whoever sees them without a claim", async () => {
    const { system, team, mona, rewardId, settle } = await open(ownCodes({ onReversal: "reverse" }));
    await addCodes(team, { id: rewardId, codes: ["D-1", "D-2"] });
    const [friend] = await addReferrals(system, mona.id, 1);
    await settle();
    await refundReferral(system, String(friend));
    await settle();
    expect((await listRewards(team))[0]?.codesLeft).toBe(1);
  });

  it("that come back go to whoever waits for one", async () => {
    const { system, team, mona, rewardId, settle, statuses } = await open(
      ownCodes({ onReversal: "reverse", expiryDays: 5 }),
    );
    await addCodes(team, { id: rewardId, codes: ["E-1"] });
    await addReferrals(system, mona.id, 2);
    await settle();
    expect((await statuses()).toSorted()).toEqual(["granted", "held"]);
    const had = (await redemptionsIn(system)).find(({ status }) => status === "granted");
    await refundReferral(system, String(had?.referralId));
    await settle();
    await stage.runJobs();
    expect((await listRewards(team))[0]?.codesLeft).toBe(0);
    expect(await statuses()).toContain("granted");
  });

  it("never reach two members, however many are served at once", async () => {
    const { companyId, system, team, rewardId } = await open(ownCodes());
    await addCodes(team, { id: rewardId, codes: Array.from({ length: 12 }, (_, index) => `C-${index}`) });
    const members = await Promise.all(Array.from({ length: 12 }, () => makeMember(system)));
    for (const { id } of members) await addReferrals(system, id, 1);
    await Promise.all(members.map(({ id }) => evaluateRewards(system, { userIds: [id] })));
    await stage.runJobs({ workers: 8 });
    await stage.runJobs();
    const proofs = (await deliveriesIn(system)).map(({ state, proof }) => [state, Object(proof).code]);
    expect(proofs.filter(([state]) => state === "applied")).toHaveLength(12);
    expect(new Set(proofs.map(([, code]) => code)).size).toBe(12);
    const taken = await transact(system, (tx) =>
      tx.select().from(rewardCodes).where(eq(rewardCodes.companyId, companyId)),
    );
    expect(taken.every(({ redemptionId }) => redemptionId !== null)).toBe(true);
  });

  it("are refused when told twice or known already, and for a reward that gives none", async () => {
    const { team, rewardId } = await open(ownCodes());
    await expect(addCodes(team, { id: rewardId, codes: ["X", "X"] })).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { "codes.1": expect.anything() } },
    });
    await addCodes(team, { id: rewardId, codes: ["X"] });
    await expect(addCodes(team, { id: rewardId, codes: ["Y", "X"] })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const other = await createReward(team, tenPoints());
    await expect(addCodes(team, { id: other.id, codes: ["Z"] })).rejects.toMatchObject({ code: "conflict" });
  });

  it("a held one that the team refuses is over", async () => {
    const { system, team, mona, settle, statuses } = await open(ownCodes());
    await addReferrals(system, mona.id, 1);
    await settle();
    const [held] = await redemptionsIn(system);
    await rejectRedemption(team, { id: String(held?.id), reason: "no tickets any more" });
    await settle();
    expect(await statuses()).toEqual(["cancelled"]);
  });
});
