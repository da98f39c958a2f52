import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { recordDisputes, recordMemberships, recordPayments, recordRefunds } from "#lib/facts/index.ts";
import type { DisputeFact, MembershipFact, PaymentFact, RefundFact } from "#lib/whop/index.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
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

class Undo extends Error {}

/** The sighting of an object of its own, so that many orders are told side by side; the mark is taken off again. */
function marked(sighting: Sighting, mark: string): Sighting {
  const ids = ["membershipId", "paymentId", "refundId", "disputeId", "whopUserId"];
  const fact = Object.fromEntries(
    Object.entries(sighting.fact).map(([name, value]) => [
      name,
      ids.includes(name) && value ? value + mark : value,
    ]),
  );
  return Object.assign({ ...sighting }, { fact });
}

async function recordAll(ctx: Ctx, sightings: readonly Sighting[]): Promise<void> {
  await recordMemberships(
    ctx,
    sightings.flatMap((one) => (one.of === "membership" ? [one.fact] : [])),
  );
  await recordPayments(
    ctx,
    sightings.flatMap((one) => (one.of === "payment" ? [one.fact] : [])),
  );
  await recordRefunds(
    ctx,
    sightings.flatMap((one) => (one.of === "refund" ? [one.fact] : [])),
  );
  await recordDisputes(
    ctx,
    sightings.flatMap((one) => (one.of === "dispute" ? [one.fact] : [])),
  );
}

/** The rows that each of these orders ends in, told one sighting at a time; nothing stays behind. */
async function rowsAfter(orders: readonly (readonly Sighting[])[]): Promise<Set<string>> {
  const marks = orders.map((_, nth) => `#${nth}#`);
  const texts = marks.map(() => "");
  await transact(asSystem(services, "biz_order"), async (tx, ctx) => {
    const longest = Math.max(...orders.map((order) => order.length));
    for (let step = 0; step < longest; step += 1) {
      const told = orders.flatMap((order, nth) => {
        const sighting = order[step];
        return sighting ? [marked(sighting, marks[nth] ?? "")] : [];
      });
      await recordAll(ctx, told);
    }
    for (const table of [memberships, payments, refunds, disputes]) {
      for (const { createdAt: _, updatedAt: __, ...row } of await tx.select().from(table)) {
        const text = JSON.stringify(row, (_key, value) =>
          typeof value === "bigint" ? String(value) : value,
        );
        const mark = /#(\d+)#/.exec(text) ?? [];
        const nth = Number(mark[1]);
        texts[nth] = `${texts[nth]}${text.replaceAll(mark[0] ?? "", "")}\n`;
      }
    }
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return new Set(texts);
}

describe("facts do not depend on the order in which they are told", () => {
  it("for every permutation of a payment's events", async () => {
    const orders = [...permutations(life)];
    expect(orders).toHaveLength(720);
    const ends = await rowsAfter(orders);
    expect(ends.size).toBe(1);
    const [rows] = ends;
    expect(rows?.split("\n").filter(Boolean)).toHaveLength(3);
    expect(rows).toContain('"status":"lost"');
  });

  it("for random shuffles with repeats of a whole membership's events", async () => {
    const all = [...life, ...more];
    const orders = Array.from({ length: 400 }, () => {
      const repeats = Array.from({ length: randomInt(12) }, () => randomInt(all.length));
      return shuffled([...all.keys(), ...repeats]);
    });
    const ends = await rowsAfter(orders.map((order) => order.flatMap((index) => all[index] ?? [])));
    expect(ends.size, JSON.stringify(orders)).toBe(1);
    const [rows] = ends;
    expect(rows?.split("\n").filter(Boolean)).toHaveLength(4);
    expect(rows).toContain('"instrumentKey":"by-id:b"');
  });
});

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

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
