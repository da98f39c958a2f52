import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import {
  loadMemberFacts,
  recordDispute,
  recordMembership,
  recordPayment,
  recordPayments,
  recordRefund,
} from "#lib/facts/index.ts";
import type { DisputeFact, MembershipFact, PaymentFact, RefundFact } from "#lib/whop/index.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { unique } from "#tests/support/factories.ts";
import { disputeFact, membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";

let database: TestDatabase;
let services: TestServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl);
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const paymentId = "pay_1";
const whopUserId = "user_buyer";

type Sighting =
  | { of: "membership"; fact: MembershipFact }
  | { of: "payment"; fact: PaymentFact }
  | { of: "refund"; fact: RefundFact }
  | { of: "dispute"; fact: DisputeFact };

const membership = (more: Partial<MembershipFact>): Sighting => ({
  of: "membership",
  fact: membershipFact({ membershipId: "mem_1", whopUserId, whopCreatedAt: at(0), ...more }),
});
const payment = (more: Partial<PaymentFact>): Sighting => ({
  of: "payment",
  fact: paymentFact({ paymentId, whopUserId, membershipId: "mem_1", whopCreatedAt: at(0), ...more }),
});
const refund = (more: Partial<RefundFact>): Sighting => ({
  of: "refund",
  fact: refundFact({ refundId: "rf_1", paymentId, whopCreatedAt: at(20), ...more }),
});
const dispute = (more: Partial<DisputeFact>): Sighting => ({
  of: "dispute",
  fact: disputeFact({ disputeId: "dspt_1", paymentId, whopCreatedAt: at(40), ...more }),
});

/** A payment's life as events tell it; the first two carry one and the same stamp. */
const life: Sighting[] = [
  payment({
    status: "open",
    substatus: "pending",
    stateAt: at(1),
    stateRank: 100,
    paidAt: null,
    membershipId: null,
  }),
  payment({
    stateAt: at(1),
    stateRank: 701,
    checkoutConfigurationId: "ch_1",
    paidAt: at(1),
    instrumentKey: "weak:a",
  }),
  refund({ status: "pending", stateAt: at(20), stateRank: 0 }),
  refund({ status: "succeeded", stateAt: at(21), stateRank: 10 }),
  dispute({ stateAt: at(40), stateRank: 110 }),
  dispute({ status: "lost", stateAt: at(50), stateRank: 150 }),
];

/** Around it: a membership, the shape that leaves fields out, and states that differ in little but content. */
const more: Sighting[] = [
  payment({ stateAt: at(1), stateRank: 701, metadata: { rl: "code", rs: "sig" }, instrumentKey: "by-id:b" }),
  payment({ substatus: "refunded", refundedMinor: 2900n, stateAt: at(21), stateRank: 703 }),
  membership({ status: "trialing", stateAt: at(0), stateRank: 10, metadata: { rl: "code" } }),
  membership({
    status: "active",
    stateAt: at(1),
    stateRank: 20,
    checkoutConfigurationId: "ch_1",
    planId: null,
  }),
  membership({
    status: "active",
    cancelAtPeriodEnd: true,
    stateAt: at(30),
    stateRank: 21,
    promoCodeId: "promo_1",
  }),
  membership({ status: "canceled", stateAt: at(30), stateRank: 50, planId: "plan_main" }),
  dispute({ inquiry: true, status: "needs_response", stateAt: at(39), stateRank: 10 }),
  refund({ status: "failed", stateAt: at(60), stateRank: 20 }),
  // Two states that differ with one stamp and one rank: the content decides, not the order.
  payment({ substatus: "partially_refunded", refundedMinor: 100n, stateAt: at(70), stateRank: 702 }),
  payment({ substatus: "partially_refunded", refundedMinor: 200n, stateAt: at(70), stateRank: 702 }),
];

async function record(ctx: Ctx, sighting: Sighting): Promise<void> {
  if (sighting.of === "membership") await recordMembership(ctx, sighting.fact);
  if (sighting.of === "payment") await recordPayment(ctx, sighting.fact);
  if (sighting.of === "refund") await recordRefund(ctx, sighting.fact);
  if (sighting.of === "dispute") await recordDispute(ctx, sighting.fact);
}

class Undo extends Error {}

/** The rows that these sightings end in; nothing stays behind. */
async function rowsAfter(sightings: readonly Sighting[]): Promise<string> {
  const system = asSystem(services, "biz_order");
  let rows = "";
  await transact(system, async (_tx, ctx) => {
    for (const sighting of sightings) await record(ctx, sighting);
    rows = JSON.stringify(await loadMemberFacts(ctx, whopUserId), (key, value) => {
      if (key === "createdAt" || key === "updatedAt") return undefined;
      return typeof value === "bigint" ? String(value) : value;
    });
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return rows;
}

describe("facts do not depend on the order in which they are told", () => {
  it("for every permutation of a payment's events", async () => {
    const expected = await rowsAfter(life);
    expect(expected).toContain('"status":"lost"');
    let count = 0;
    for (const order of permutations(life)) {
      count += 1;
      expect(await rowsAfter(order)).toBe(expected);
    }
    expect(count).toBe(720);
  });

  it("for random shuffles with repeats of a whole membership's events", async () => {
    const all = [...life, ...more];
    const expected = await rowsAfter(all);
    expect(expected).toContain('"instrumentKey":"by-id:b"');
    const shuffles = fc
      .array(fc.nat(all.length - 1), { maxLength: 12 })
      .chain((repeats) =>
        fc.shuffledSubarray([...all.keys(), ...repeats], { minLength: all.length + repeats.length }),
      );
    await fc.assert(
      fc.asyncProperty(shuffles, async (order) => {
        expect(await rowsAfter(order.flatMap((index) => all[index] ?? []))).toBe(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a fact", () => {
  it("that is told again changes nothing, and that is said", async () => {
    const system = asSystem(services, unique("biz_"));
    const fact = paymentFact({ paymentId: unique("pay_"), whopUserId, whopCreatedAt: at(0) });
    expect(await recordPayment(system, fact)).toEqual({ changed: true });
    expect(await recordPayment(system, fact)).toEqual({ changed: false });
    expect(await recordPayment(system, { ...fact, status: "open", stateAt: at(-5) })).toEqual({
      changed: false,
    });
    expect(
      await recordPayment(system, { ...fact, status: "open", stateAt: at(-5), planId: "plan_z" }),
    ).toEqual({ changed: true });
  });

  it("may be told several times in one batch", async () => {
    const system = asSystem(services, unique("biz_"));
    const id = unique("pay_");
    const facts = [5, 1, 9, 3].map((seconds) =>
      paymentFact({
        paymentId: id,
        whopUserId,
        whopCreatedAt: at(0),
        stateAt: at(seconds),
        refundedMinor: BigInt(seconds),
      }),
    );
    const changed = await recordPayments(system, [...facts, ...facts]);
    expect(changed).toHaveLength(1);
    const { payments: rows } = await loadMemberFacts(system, whopUserId);
    expect(rows).toMatchObject([{ paymentId: id, refundedMinor: 9n }]);
  });

  it("of one company is not seen by another", async () => {
    const [one, two] = [asSystem(services, unique("biz_")), asSystem(services, unique("biz_"))];
    const fact = paymentFact({ paymentId: unique("pay_"), whopUserId, whopCreatedAt: at(0) });
    await recordPayment(one, fact);
    expect((await loadMemberFacts(two, whopUserId)).payments).toEqual([]);
    expect(await recordPayment(two, fact)).toEqual({ changed: true });
  });

  it("survives concurrent tellings by several workers with the latest state", async () => {
    const system = asSystem(services, unique("biz_"));
    const id = unique("pay_");
    const tell = (seconds: number) =>
      recordPayment(
        system,
        paymentFact({
          paymentId: id,
          whopUserId,
          whopCreatedAt: at(0),
          stateAt: at(seconds),
          refundedMinor: BigInt(seconds),
        }),
      );
    await Promise.all(Array.from({ length: 40 }, (_, index) => tell((index * 17) % 40)));
    const rows = await transact(system, (tx) =>
      tx
        .select()
        .from(payments)
        .where(and(eq(payments.companyId, system.companyId), eq(payments.paymentId, id))),
    );
    expect(rows).toMatchObject([{ refundedMinor: 39n }]);
  });

  it("of a payment that names nobody belongs to whom its membership belongs to", async () => {
    const system = asSystem(services, unique("biz_"));
    await recordMembership(
      system,
      membershipFact({ membershipId: "mem_9", whopUserId, whopCreatedAt: at(0) }),
    );
    await recordPayment(
      system,
      paymentFact({ paymentId: "pay_9", membershipId: "mem_9", whopCreatedAt: at(1) }),
    );
    await recordPayment(
      system,
      paymentFact({
        paymentId: "pay_8",
        whopUserId: "user_gift",
        membershipId: "mem_9",
        whopCreatedAt: at(1),
      }),
    );
    await recordRefund(system, refundFact({ refundId: "rf_9", paymentId: "pay_9", whopCreatedAt: at(2) }));
    const facts = await loadMemberFacts(system, whopUserId);
    expect(facts.payments.map((row) => row.paymentId)).toEqual(["pay_9"]);
    expect(facts.refunds).toHaveLength(1);
  });
});

it("the tables of facts are empty of what these tests undid", async () => {
  const system = asSystem(services, "biz_order");
  for (const table of [memberships, payments, refunds, disputes]) {
    const [row] = await transact(system, (tx) => tx.select({ many: sql<number>`count(*)::int` }).from(table));
    expect(row?.many).toBe(0);
  }
});

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (const [index, item] of items.entries()) {
    const rest = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const tail of permutations(rest)) yield [item, ...tail];
  }
}
