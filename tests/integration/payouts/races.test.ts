import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { affiliateCommissions } from "#db/schema/index.ts";
import { settleCommissions } from "#lib/affiliates/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { recordDispute, recordRefund } from "#lib/facts/index.ts";
import { markPaid } from "#lib/payouts/index.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import { disputeFact, refundFact } from "#tests/support/facts.ts";
import {
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  type Payouts,
  payoutsIn,
  press,
  proveBooks,
  type Sold,
  sellFor,
} from "#tests/support/payout-stage.ts";

/** Rounds in all, those that one payout pays at once, and those that one community lives through. */
const rounds = 200;
const together = 8;
const ofOne = 40;

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

/** What a person asks for in vain is said to them; whatever else goes wrong is a fault of ours. */
const unlessRefused = (error: unknown) => {
  if (!(error instanceof AppError)) throw error;
};

function commissionsOf(system: Ctx, affiliateId: string) {
  const { companyId, affiliateId: whose } = affiliateCommissions;
  return transact(system, (tx) =>
    tx
      .select()
      .from(affiliateCommissions)
      .where(and(eq(companyId, system.companyId), eq(whose, affiliateId))),
  );
}

type Payee = Awaited<ReturnType<Payouts["addAffiliate"]>>;

/** Everything that moves one affiliate's money, but payouts. */
async function disturb({ system }: Payouts, { affiliateId }: Payee, sales: readonly Sold[], round: number) {
  const [refunded, disputed] = sales;
  const settle = () => settleCommissions(system, { affiliateId });
  const whopCreatedAt = stage.services.clock.now();
  const refund = async () => {
    const amountMinor = BigInt(1 + ((round * 37) % 2_000));
    const paymentId = refunded?.paymentId ?? "";
    await recordRefund(system, refundFact({ paymentId, amountMinor, whopCreatedAt }));
    await settle();
  };
  const dispute = async () => {
    const paymentId = disputed?.paymentId ?? "";
    const fact = disputeFact({ paymentId, amountMinor: 1_000n, whopCreatedAt });
    await recordDispute(system, fact);
    await settle();
    const stateAt = new Date(whopCreatedAt.getTime() + 1);
    const status = round % 2 === 0 ? "lost" : "won";
    await recordDispute(system, { ...fact, status, stateAt, stateRank: 500 });
    await settle();
  };
  await Promise.all([refund(), dispute()]);
}

/** Two people who press Pay, and again, and a third who marks as paid what waits for it. */
async function pay(at: Payouts, first: number): Promise<void> {
  const press2 = async (owner: Payouts["owner"]) => {
    for (let time = 0; time < 2; time += 1) {
      const method = (first / together) % 5 === 4 ? "csv" : "transfer";
      await press({ ...at, owner }, { method }).catch(unlessRefused);
      await stage.runJobs({ workers: 2 });
    }
  };
  await Promise.all([press2(at.owner), press2(at.otherOwner), markAll(at)]);
}

async function markAll({ system, otherOwner }: Payouts): Promise<void> {
  const open = (await payoutsIn(system)).find(({ status }) => status === "processing");
  if (open) await markPaid(otherOwner, { id: open.id, reference: "by hand" }).catch(unlessRefused);
}

async function check({ system }: Payouts, { affiliateId, member }: Payee, said: string): Promise<void> {
  const items = await itemsIn(system, { affiliateId });
  expect(
    items.every(({ status }) => ["paid", "carried", "included"].includes(status)),
    said,
  ).toBe(true);
  const paidByItems = items
    .filter(({ status }) => status === "paid")
    .reduce((sum, { request }) => sum + BigInt(Reflect.get(Object(request), "amountMinor")), 0n);
  const commissions = await commissionsOf(system, affiliateId);
  const sum = (of: (c: (typeof commissions)[number]) => bigint) =>
    commissions.reduce((total, commission) => total + of(commission), 0n);
  expect(commissions).toHaveLength(2);
  expect(paidByItems, said).toBe(sum(({ paidMinor }) => paidMinor));
  expect(paidByItems <= sum(({ earnedMinor }) => earnedMinor), `${said}: never twice`).toBe(true);
  for (const { paidMinor, earnedMinor } of commissions) expect(paidMinor <= earnedMinor, said).toBe(true);
  const book = await bookOf(system, member.id);
  const payable = book["commission_payable USD"] ?? 0n;
  const kept = sum(({ earnedMinor, reversedMinor }) => earnedMinor - reversedMinor);
  expect(payable, said).toBe(kept - paidByItems);
  expect(book["payout_in_transit USD"] ?? 0n, said).toBe(0n);
  expect(payable >= -sum(({ reversedMinor }) => reversedMinor), `${said}: below nothing`).toBe(true);
}

test("payouts that race refunds, disputes and each other never pay twice, and never pay what is not owed", async () => {
  let at = await makePayouts(stage);
  for (let first = 0; first < rounds; first += together) {
    if (first % ofOne === 0) at = await makePayouts(stage);
    const { system } = at;
    const racers: { payee: Payee; sales: Sold[]; round: number }[] = [];
    for (let round = first; round < first + together; round += 1) {
      const payee = await at.addAffiliate();
      const sales = [await sellFor(system, payee, 2_000n), await sellFor(system, payee, 1_000n)];
      racers.push({ payee, sales, round });
    }
    await Promise.all([
      pay(at, first),
      ...racers.map(({ payee, sales, round }) => disturb(at, payee, sales, round)),
    ]);
    // Whatever is left is paid, or marked as paid.
    await stage.runJobs();
    await markAll(at);
    for (const { payee, round } of racers) {
      await settleCommissions(system, { affiliateId: payee.affiliateId });
      await check(at, payee, `round ${round}`);
    }
    const sent = at.transfers();
    expect(sent.every(({ amount }) => amount > 0)).toBe(true);
    expect(new Set(sent.map(({ idempotenceKey }) => idempotenceKey)).size).toBe(sent.length);
    await proveBooks(system);
  }
});
