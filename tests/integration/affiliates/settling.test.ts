import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settleCommissions } from "#lib/affiliates/index.ts";
import { recordDispute, recordRefund } from "#lib/facts/index.ts";
import { checkBooks, listEntries } from "#lib/ledger/index.ts";
import { commissionsIn, daysAfter, makeAffiliateScene, sell } from "#tests/support/affiliate-stage.ts";
import { type BooksStage, bookOf, openBooksStage } from "#tests/support/books-stage.ts";
import { disputeFact, refundFact } from "#tests/support/facts.ts";
import { settle } from "#tests/support/referral-stage.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

const start = new Date("2026-09-01T09:00:00.000Z");

describe("a commission", () => {
  test("waits for the end of its hold to the millisecond, and is then owed", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, member, affiliateId } = scene;
    const soldAt = daysAfter(start, 1);
    stage.services.clock.set(soldAt);
    await sell(scene, { at: soldAt, totalMinor: 2_900n });
    expect(await commissionsIn(system)).toMatchObject([
      { status: "pending", earnedMinor: 870n, reversedMinor: 0n, holdUntil: daysAfter(soldAt, 14) },
    ]);
    expect(await bookOf(system, member.id)).toEqual({
      "commission_expense USD": -870n,
      "commission_pending USD": 870n,
    });
    stage.services.clock.set(new Date(daysAfter(soldAt, 14).getTime() - 1));
    expect(await settleCommissions(system, { affiliateId })).toBe(0);
    stage.services.clock.set(daysAfter(soldAt, 14));
    expect(await settleCommissions(system, { affiliateId })).toBe(1);
    expect(await settleCommissions(system, { affiliateId })).toBe(0);
    expect(await commissionsIn(system)).toMatchObject([{ status: "approved" }]);
    expect(await bookOf(system, member.id)).toEqual({
      "commission_expense USD": -870n,
      "commission_pending USD": 0n,
      "commission_payable USD": 870n,
    });
    expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  });

  test("gives back the share that was refunded, by the refund's own time", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, member, affiliateId } = scene;
    const sale = await sell(scene, { at: daysAfter(start, 1), totalMinor: 2_900n });
    const refundedAt = daysAfter(start, 2);
    await recordRefund(
      system,
      refundFact({ paymentId: sale.paymentId, amountMinor: 145n, whopCreatedAt: refundedAt }),
    );
    await settle(system, sale.whopUserId);
    await settleCommissions(system, { affiliateId });
    // 870 × 145 ÷ 2900 = 43.5, rounded half up.
    expect(await commissionsIn(system)).toMatchObject([
      { status: "pending", earnedMinor: 870n, reversedMinor: 44n },
    ]);
    const { entries } = await listEntries(system, { holderId: member.id, kinds: ["commission_expense"] });
    expect(entries.map(({ amount, occurredAt }) => [amount, occurredAt])).toEqual([
      [44n, refundedAt],
      [-870n, daysAfter(start, 1)],
    ]);
  });

  test("is held while a dispute is open, gone when it is lost, and back when it is won", async () => {
    const scene = await makeAffiliateScene(stage.services, start);
    const { system, member, affiliateId } = scene;
    const sale = await sell(scene, { at: daysAfter(start, 1), totalMinor: 2_900n });
    const dispute = disputeFact({ paymentId: sale.paymentId, whopCreatedAt: daysAfter(start, 3) });
    const tell = async (status: string, at: Date) => {
      await recordDispute(system, { ...dispute, status, stateAt: at, stateRank: 150 });
      await settle(system, sale.whopUserId);
      await settleCommissions(system, { affiliateId });
    };
    await tell("needs_response", daysAfter(start, 3));
    expect(await commissionsIn(system)).toMatchObject([{ status: "held", heldBy: "dispute" }]);
    expect(await bookOf(system, member.id)).toMatchObject({ "commission_held USD": 870n });
    await tell("won", daysAfter(start, 4));
    expect(await commissionsIn(system)).toMatchObject([{ status: "pending", heldBy: null }]);
    await tell("lost", daysAfter(start, 5));
    expect(await commissionsIn(system)).toMatchObject([
      { status: "reversed", earnedMinor: 870n, reversedMinor: 870n },
    ]);
    expect(Object.values(await bookOf(system, member.id))).toEqual([0n, 0n, 0n]);
  });
});
