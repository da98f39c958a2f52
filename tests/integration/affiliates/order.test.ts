import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settleCommissions } from "#lib/affiliates/index.ts";
import { historyOf } from "#lib/affiliates/sale-history.ts";
import { minuteMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { netOf } from "#lib/facts/index.ts";
import { checkBooks, listEntries } from "#lib/ledger/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import {
  addAffiliate,
  commissionsIn,
  makeAffiliateScene,
  type Terms,
} from "#tests/support/affiliate-stage.ts";
import { type BooksStage, bookOf, openBooksStage } from "#tests/support/books-stage.ts";
import { makeMember } from "#tests/support/factories.ts";
import { settle } from "#tests/support/referral-stage.ts";
import { dayOne, keptIn, sale, under } from "#tests/support/sales.ts";
import { joinFor, knownAfter, sevenEvents, type ToldEvent, tell } from "#tests/support/seven-events.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

const terms: Terms = { rate: { kind: "percent", bps: 3_333 }, base: "net", whopAffiliate: "ignore" };
const at = (minutes: number) => new Date(dayOne.getTime() + minutes * minuteMs);
// 2999 − 478 = 2521, of which 33.33 % are 840.2…; a thousand of 2999 went back, which takes 280.09… of it.
const expected = { earnedMinor: 840n, reversedMinor: 280n };

function* ordersOf<T>(things: readonly T[]): Generator<T[]> {
  if (things.length === 0) yield [];
  for (const [index, thing] of things.entries())
    for (const rest of ordersOf(things.toSpliced(index, 1))) yield [thing, ...rest];
}

test("all 5,040 orders of a payment's seven events come to one commission", () => {
  const events = sevenEvents({ whopUserId: "user_1", metadata: {} }, at);
  const ends = new Map<string, number>();
  for (const order of ordersOf(events)) {
    const { payments, refunds, disputes } = knownAfter(order);
    const [payment] = payments;
    if (!payment) throw new Error("the payment is not known");
    const net = netOf(payment, refunds, disputes);
    const { takenBack, contested } = historyOf(payment, refunds, disputes, net);
    const { grossMinor, taxMinor } = net;
    const given = { grossMinor, taxMinor, takenBack, doubted: contested, isDisputed: net.disputeOpen };
    const [commission] = under(terms, [sale(0, given)]);
    const end = JSON.stringify(commission, (_, value) => (typeof value === "bigint" ? String(value) : value));
    ends.set(end, (ends.get(end) ?? 0) + 1);
    if (ends.size === 1 && commission) {
      expect(commission).toMatchObject({ ...expected, heldBy: null });
      expect(keptIn([commission])).toEqual([560]);
    }
  }
  expect([...ends.values()]).toEqual([5_040]);
});

/** A buyer of the community's affiliate, of whom nothing but the membership was told. */
async function openBuyer(system: Ctx, codeId: string) {
  const buyer = await makeMember(system);
  const metadata = { ...referenceOf(system.secrets, system.companyId, codeId) };
  const whose = { whopUserId: buyer.whopUserId, metadata };
  const events = sevenEvents(whose, at);
  await joinFor(system, whose, events, at(0));
  return { whopUserId: buyer.whopUserId, events };
}

test("in the database too: any order, repetition and settling in between ends in the same books", async () => {
  const scene = await makeAffiliateScene(stage.services, dayOne, terms);
  const { system } = scene;
  const shuffled = fc
    .record({
      order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
      again: fc.array(fc.nat(6), { maxLength: 4 }),
      settledAfter: fc.array(fc.nat(9), { maxLength: 3 }),
    })
    .map(({ order, again, settledAfter }) => ({
      told: [...order, ...again],
      settledAfter: new Set(settledAfter),
    }));
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ told, settledAfter }) => {
      stage.services.clock.set(dayOne);
      const { affiliateId, codeId, member } = await addAffiliate(system);
      stage.services.clock.set(at(60));
      const { whopUserId, events } = await openBuyer(system, codeId);
      const bring = async () => {
        await settle(system, whopUserId);
        await settleCommissions(system, { affiliateId });
      };
      for (const [step, index] of told.entries()) {
        await tell(system, events[index] as ToldEvent);
        if (settledAfter.has(step)) await bring();
      }
      await bring();
      await bring();
      const [commission, ...others] = (await commissionsIn(system)).filter(
        (row) => row.affiliateId === affiliateId,
      );
      expect(others).toEqual([]);
      expect(commission).toMatchObject({ ...expected, status: "pending", heldBy: null, baseMinor: 2_521n });
      expect(nonZero(await bookOf(system, member.id))).toEqual({
        "commission_expense USD": -560n,
        "commission_pending USD": 560n,
      });
      const { entries } = await listEntries(system, { holderId: member.id, sourceId: commission?.id });
      expect(entries.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
    }),
    { numRuns: 25 },
  );
  expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
});

function nonZero(book: Record<string, bigint>): Record<string, bigint> {
  return Object.fromEntries(Object.entries(book).filter(([, balance]) => balance !== 0n));
}
