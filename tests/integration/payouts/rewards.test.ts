import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rewardPayables } from "#db/schema/index.ts";
import { applyAsAffiliate, findAffiliateOf, listAffiliates } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import {
  exportStatement,
  getEarnings,
  getOwed,
  getStatement,
  settleRewardPayables,
} from "#lib/payouts/index.ts";
import { type CreateRewardInput, createReward, evaluateRewards } from "#lib/rewards/index.ts";
import { asMember, makeMember } from "#tests/support/factories.ts";
import { runPayoutJob } from "#tests/support/payout-jobs.ts";
import {
  addToWorld,
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  press,
  sellFor,
} from "#tests/support/payout-stage.ts";
import { runJob } from "#tests/support/reward-jobs.ts";
import { addReferrals, balanceOf, refundReferral, tenPoints } from "#tests/support/rewards.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

const twelveFifty = (more: Partial<CreateRewardInput> = {}): CreateRewardInput =>
  tenPoints({
    rewardType: "cash",
    rewardData: { amount: "12.50", currency: "USD" },
    onReversal: "reverse",
    ...more,
  });

/** A community that gives money for each friend, and a member who is no affiliate. */
async function open() {
  const at = await makePayouts(stage);
  const { system, owner } = at;
  await createReward(owner, twelveFifty());
  const mona = await makeMember(system, { name: "Mona" });
  addToWorld(stage.sandbox, mona.whopUserId);
  const work = () =>
    stage.runJobs({
      run: async (job) => {
        await runJob(stage.services, job);
        await runPayoutJob(stage.services, job);
      },
    });
  const settle = async (userId = mona.id) => {
    await evaluateRewards(system, { userIds: [userId] });
    await work();
  };
  return { ...at, mona, work, settle };
}

const payablesIn = (system: Ctx) =>
  transact(system, (tx) =>
    tx.select().from(rewardPayables).where(eq(rewardPayables.companyId, system.companyId)),
  );

describe("a reward in money", () => {
  it("is paid by the next payout to somebody who is no affiliate, and to nobody twice", async () => {
    const at = await open();
    const { system, owner, mona, work, settle, transfers } = at;
    await addReferrals(system, mona.id, 2);
    await settle();
    expect(await getOwed(owner)).toMatchObject([{ currency: "USD", dueMinor: 2_500n, affiliates: 1 }]);
    await press(at);
    await work();
    expect(transfers()).toMatchObject([{ amount: 2_500, destinationId: mona.whopUserId }]);
    expect(await balanceOf(system, mona.id, "commission_payable")).toBe(0n);
    expect(await balanceOf(system, mona.id, "payout_paid")).toBe(2_500n);
    await settle();
    expect(await getOwed(owner)).toEqual([]);
    await expect(press(at)).rejects.toMatchObject({ code: "conflict" });
    const earnings = await getEarnings(asMember(stage.services, system.companyId, mona));
    expect(earnings.payments).toMatchObject([{ amountMinor: 2_500n, isPaid: true }]);
    expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  });

  it("goes with an affiliate's commissions, in one transfer", async () => {
    const at = await open();
    const { system, member, affiliateId, work, settle, transfers } = at;
    await sellFor(system, at, 2_000n);
    await settle(member.id);
    await press(at);
    await work();
    // Half of the sale, and the reward for having brought the buyer.
    expect(transfers()).toMatchObject([{ amount: 1_000 + 1_250, destinationId: member.whopUserId }]);
    expect(await itemsIn(system, { affiliateId })).toMatchObject([{ amountMinor: 2_250n, status: "paid" }]);
    expect(await balanceOf(system, member.id, "commission_payable")).toBe(0n);
  });

  it("is not paid once a refund took it back, also between approval and sending", async () => {
    const at = await open();
    const { system, mona, work, settle, transfers } = at;
    const [first, second] = await addReferrals(system, mona.id, 2);
    await settle();
    await refundReferral(system, String(first));
    await settle();
    expect(await balanceOf(system, mona.id, "commission_payable")).toBe(1_250n);
    await press(at);
    await refundReferral(system, String(second));
    await evaluateRewards(system, { userIds: [mona.id] });
    await work();
    expect(transfers()).toEqual([]);
    expect(await itemsIn(system)).toMatchObject([{ status: "carried" }]);
    expect(await balanceOf(system, mona.id, "commission_payable")).toBe(0n);
  });

  it("that was paid and is taken back is made up for by the next one", async () => {
    const at = await open();
    const { system, owner, mona, work, settle, transfers } = at;
    const [first] = await addReferrals(system, mona.id, 1);
    await settle();
    await press(at);
    await work();
    await refundReferral(system, String(first));
    await settle();
    expect(await balanceOf(system, mona.id, "commission_payable")).toBe(-1_250n);
    expect(await getOwed(owner)).toMatchObject([{ dueMinor: 0n, overpaidMinor: 1_250n }]);
    await addReferrals(system, mona.id, 2);
    await settle();
    await press(at);
    await work();
    expect(transfers().map(({ amount }) => amount)).toEqual([1_250, 1_250]);
    expect(await balanceOf(system, mona.id, "commission_payable")).toBe(0n);
    expect(await balanceOf(system, mona.id, "payout_paid")).toBe(2_500n);
    expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  });

  it("is in the statement by its name, given and taken back, which agrees with the balances", async () => {
    const at = await open();
    const { system, mona, work, settle } = at;
    const me = asMember(stage.services, system.companyId, mona);
    const [first] = await addReferrals(system, mona.id, 1);
    await settle();
    await press(at);
    await work();
    await refundReferral(system, String(first));
    await settle();
    await addReferrals(system, mona.id, 2);
    await settle();
    const statement = await getStatement(me, { currency: "USD" });
    const lines = statement.lines.map((line) => [line.kind, line.rule, line.amountMinor, line.balanceMinor]);
    expect(lines).toEqual([
      ["reward", "Ten points", 1_250n, 1_250n],
      ["payout", "payout 1", -1_250n, 0n],
      ["reward_taken_back", "Ten points", -1_250n, -1_250n],
      ["reward", "Ten points", 1_250n, 0n],
      ["reward", "Ten points", 1_250n, 1_250n],
    ]);
    expect(statement).toMatchObject({
      earnedMinor: 3_750n,
      takenBackMinor: -1_250n,
      paidMinor: -1_250n,
      closingMinor: 1_250n,
    });
    const [usd] = (await getEarnings(me)).currencies;
    expect(usd?.owedMinor).toBe(statement.closingMinor);
    const rows: string[][] = [];
    for await (const line of (await exportStatement(me, { currency: "USD" })).lines)
      rows.push(line.trim().split(","));
    expect(rows.slice(1).map((row) => row.slice(2, 4))).toEqual(lines.map((line) => line.slice(0, 2)));
  });

  it("is owed as the books say, however often and by however many it is settled", async () => {
    const { system, mona, settle } = await open();
    await addReferrals(system, mona.id, 3);
    await settle();
    const before = await payablesIn(system);
    await Promise.all(Array.from({ length: 6 }, () => settleRewardPayables(system, { userIds: [mona.id] })));
    const after = await payablesIn(system);
    expect(after.map(({ amountMinor, paidMinor }) => [amountMinor, paidMinor])).toEqual(
      before.map(({ amountMinor, paidMinor }) => [amountMinor, paidMinor]),
    );
    expect(after).toHaveLength(3);
    await expect(
      settleRewardPayables(asMember(stage.services, system.companyId, mona), { userIds: [mona.id] }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("makes nobody an affiliate, and hinders nobody from becoming one", async () => {
    const { system, owner, mona, settle } = await open();
    await addReferrals(system, mona.id, 1);
    await settle();
    expect(await findAffiliateOf(system, mona.id)).toBeNull();
    const listed = async () => (await listAffiliates(owner)).affiliates.map(({ userId }) => userId);
    expect(await listed()).not.toContain(mona.id);
    const applied = await applyAsAffiliate(asMember(stage.services, system.companyId, mona), {});
    expect(applied.status).toBe("applied");
    expect(await listed()).toContain(mona.id);
    expect((await payablesIn(system)).map(({ affiliateId }) => affiliateId)).toEqual([applied.id]);
  });
});
