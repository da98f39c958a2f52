import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { payments, referrals } from "#db/schema/index.ts";
import { getAffiliate, makeAffiliate, settleCommissions } from "#lib/affiliates/index.ts";
import { updateSettings } from "#lib/companies/index.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { recordPayment, recordRefund } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import {
  addAffiliate,
  commissionsIn,
  daysAfter,
  makeAffiliateScene,
  plainTerms,
  sell,
} from "#tests/support/affiliate-stage.ts";
import { type BooksStage, bookOf, openBooksStage } from "#tests/support/books-stage.ts";
import { makeLink, makeMember } from "#tests/support/factories.ts";
import { paymentFact, refundFact } from "#tests/support/facts.ts";
import { drainJobs, recordPurchase, settle } from "#tests/support/referral-stage.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

const start = new Date("2026-09-01T09:00:00.000Z");
const ourJobs = ["settle-referral", "settle-affiliates", "settle-commissions"] as const;
const setReferrals = (system: Ctx, change: Partial<typeof referrals.$inferInsert>) =>
  transact(system, (tx) => tx.update(referrals).set(change).where(eq(referrals.companyId, system.companyId)));

describe("a sale", () => {
  test("reaches the affiliate's commissions by the jobs alone, and so does what follows", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, codeId } = scene;
    stage.services.jobs.sent.length = 0;
    const sale = await recordPurchase(system, { codeId, at: start, totalMinor: 10_000n });
    await settle(system, sale.whopUserId);
    await drainJobs(stage.services, ourJobs);
    expect(await commissionsIn(system)).toMatchObject([{ status: "pending", earnedMinor: 3_000n }]);
    await updateSettings(system, { holdDays: 0 });
    await drainJobs(stage.services, ourJobs);
    expect(await commissionsIn(system)).toMatchObject([{ status: "approved", holdUntil: start }]);
  });

  test("of a referral under a case is held, and rejected with it, or released with it", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, affiliateId, member } = scene;
    await sell(scene, { at: start, totalMinor: 10_000n });
    const review = async (change: Partial<typeof referrals.$inferInsert>) => {
      await setReferrals(system, change);
      await settleCommissions(system, { affiliateId });
      return (await commissionsIn(system))[0];
    };
    expect(await review({ review: "held", isVerified: false })).toMatchObject({
      status: "held",
      heldBy: "case",
    });
    expect(await bookOf(system, member.id)).toMatchObject({ "commission_held USD": 3_000n });
    expect(await review({ review: "rejected" })).toMatchObject({ status: "reversed", reversedMinor: 3_000n });
    expect(await review({ review: "released", isVerified: true })).toMatchObject({ status: "pending" });
    expect(await bookOf(system, member.id)).toMatchObject({
      "commission_held USD": 0n,
      "commission_pending USD": 3_000n,
    });
  });

  test("with an amount that cannot be read is held until it can, and the rest is not", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, codeId, affiliateId } = scene;
    const buyer = await makeMember(system);
    const metadata = { ...referenceOf(system.secrets, system.companyId, codeId) };
    const payment = paymentFact({ whopUserId: buyer.whopUserId, metadata, whopCreatedAt: start });
    const tell = async (given: Partial<typeof payment>) => {
      await recordPayment(system, { ...payment, ...given });
      await settle(system, buyer.whopUserId);
      await settleCommissions(system, { affiliateId });
      return commissionsIn(system);
    };
    const problem = { currency: "XXX", totalMinor: 0n, amountProblem: 'unknown currency "QQQ"' };
    expect(await tell(problem)).toMatchObject([{ status: "held", heldBy: "amount", earnedMinor: 0n }]);
    const readable = { stateAt: daysAfter(start, 1), totalMinor: 1_000n };
    expect(await tell(readable)).toMatchObject([{ status: "pending", heldBy: null, earnedMinor: 300n }]);
  });

  test("whose credit moves to another affiliate leaves the first one's books at nothing", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, member } = scene;
    const other = await addAffiliate(system);
    await sell(scene, { at: start, totalMinor: 10_000n });
    await setReferrals(system, { referrerId: other.member.id });
    for (const affiliateId of [scene.affiliateId, other.affiliateId])
      await settleCommissions(system, { affiliateId });
    const rows = await commissionsIn(system);
    expect(rows.find(({ affiliateId }) => affiliateId === scene.affiliateId)).toMatchObject({
      status: "reversed",
      earnedMinor: 3_000n,
      reversedMinor: 3_000n,
    });
    expect(rows.find(({ affiliateId }) => affiliateId === other.affiliateId)).toMatchObject({
      status: "pending",
    });
    expect(await bookOf(system, member.id)).toMatchObject({ "commission_pending USD": 0n });
    expect(await bookOf(system, other.member.id)).toMatchObject({ "commission_pending USD": 3_000n });
    expect(await settleCommissions(system, { affiliateId: scene.affiliateId })).toBe(0);
  });

  test("of a recruit gives the recruiter the second level, in books of their own", async () => {
    const scene = await makeAffiliateScene(stage.services, start, { ...plainTerms, secondLevelBps: 500 });
    const { system, codeId } = scene;
    const recruit = await makeMember(system);
    const joining = await recordPurchase(system, { codeId, at: start, whopUserId: recruit.whopUserId });
    await settle(system, joining.whopUserId);
    const { affiliateId, codeId: recruitsCode } = await addRecruit(system, recruit);
    expect(await getAffiliate(system, { id: affiliateId })).toMatchObject({
      recruitedBy: { affiliateId: scene.affiliateId },
    });
    stage.services.jobs.sent.length = 0;
    const sale = await recordPurchase(system, {
      codeId: recruitsCode,
      at: daysAfter(start, 1),
      totalMinor: 10_000n,
    });
    await settle(system, sale.whopUserId);
    await drainJobs(stage.services, ourJobs);
    const ofTheSale = (await commissionsIn(system)).filter((row) => row.baseMinor === 10_000n);
    expect(ofTheSale.map(({ level, earnedMinor }) => [level, earnedMinor])).toEqual([
      [1, 3_000n],
      [2, 500n],
    ]);
    await recordRefund(
      system,
      refundFact({ paymentId: sale.paymentId, amountMinor: 5_000n, whopCreatedAt: daysAfter(start, 2) }),
    );
    await settle(system, sale.whopUserId);
    await drainJobs(stage.services, ourJobs);
    const after = (await commissionsIn(system)).filter((row) => row.baseMinor === 10_000n);
    expect(after.map(({ level, reversedMinor }) => [level, reversedMinor])).toEqual([
      [1, 1_500n],
      [2, 250n],
    ]);
  });

  test("is settled once however many do it at the same time", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, codeId, affiliateId, member } = scene;
    const buyers = await Promise.all([1, 2, 3, 4].map(() => recordPurchase(system, { codeId, at: start })));
    await Promise.all(
      buyers.flatMap(({ whopUserId }) => [
        settle(system, whopUserId),
        settleCommissions(system, { affiliateId }),
        settleCommissions(system, { affiliateId }),
      ]),
    );
    await settleCommissions(system, { affiliateId });
    expect(await commissionsIn(system)).toHaveLength(4);
    expect(await bookOf(system, member.id)).toEqual({
      "commission_expense USD": -3_480n,
      "commission_pending USD": 3_480n,
    });
  });
});

async function addRecruit(system: Ctx, recruit: Awaited<ReturnType<typeof makeMember>>) {
  const { id: codeId } = await makeLink(system, recruit.id);
  return { codeId, affiliateId: (await makeAffiliate(system, { userId: recruit.id })).id };
}

test("a sale whose fee Whop was not asked about asks once, and is held meanwhile", async () => {
  const scene = await makeAffiliateScene(stage.services, start, { ...plainTerms, whopAffiliate: "net_off" });
  const { system, affiliateId, companyId } = scene;
  stage.services.jobs.sent.length = 0;
  const { paymentId } = await sell(scene, { at: start, totalMinor: 10_000n });
  expect(stage.services.jobs.named("read-payment-fees").map(({ payload }) => payload)).toEqual([
    { companyId, paymentId },
  ]);
  expect(await commissionsIn(system)).toMatchObject([{ status: "held", heldBy: "amount" }]);
  await transact(system, (tx) =>
    tx
      .update(payments)
      .set({ whopAffiliateMinor: 1_200n })
      .where(and(eq(payments.companyId, companyId), eq(payments.paymentId, paymentId))),
  );
  await settleCommissions(system, { affiliateId });
  expect(await commissionsIn(system)).toMatchObject([{ status: "pending", earnedMinor: 1_800n }]);
});
