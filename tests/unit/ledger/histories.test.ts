import fc from "fast-check";
import { expect, test } from "vitest";
import { type History, history, type World, world } from "#tests/support/histories/history.ts";
import { daysOf, Life, saidAt, type Told } from "#tests/support/histories/life.ts";
import { paidBy, type Reckoned, reckon } from "#tests/support/histories/reckoning.ts";
import { day } from "#tests/support/sales.ts";

/** What is remarkable about a history, reckoned without a database. */
function* remarks(one: History, shared: World): Generator<string> {
  const life = new Life(one);
  const told: Told[] = [];
  const paid = new Map<number, bigint>();
  const rowsAt = (now: number): Reckoned[] =>
    reckon({
      told,
      periods: [{ since: 0, isActive: true, plan: one.plan }],
      plans: shared.deals.map((deal) => [{ since: 0, deal }]),
      holdDays: shared.holdDays,
      paid,
      now,
      dateOf: day,
    });
  for (const [stage, { begins, news, ends }] of daysOf(shared).entries()) {
    const [first, second] = life.live(stage, begins);
    told.push(...first);
    const pays = shared.paysOut[stage] === true ? paidBy(rowsAt(news), news, {}) : new Map<number, bigint>();
    for (const [sale, minor] of pays) {
      paid.set(sale, (paid.get(sale) ?? 0n) + minor);
      if (minor < 0n) yield "a payout absorbs what was taken back after it was paid";
    }
    told.push(...second);
    for (const row of rowsAt(ends)) {
      yield row.status;
      if (row.paid > row.earned - row.reversed) yield "taken back after it was paid";
    }
  }
  yield* remarksOn(told);
}

function* remarksOn(told: readonly Told[]): Generator<string> {
  const payments = told.filter((one) => one.of === "payment");
  for (const [place, one] of told.entries()) {
    if (told.indexOf(one) !== place) yield "told again";
    if (told.slice(0, place).some((other) => saidAt(other) > saidAt(one))) yield "told out of order";
    if (!("sale" in one) || one.of === "payment") continue;
    const payment = payments.find(({ sale }) => sale === one.sale);
    if (!payment || told.indexOf(payment) > place) yield `a ${one.of} before its payment`;
    if (one.of === "refund" && payment && one.minor > payment.total) yield "a refund above its payment";
    if (one.of === "refund" && one.hasFailed) yield "a refund that failed";
    if (one.of === "dispute") yield one.isInquiry ? "an inquiry" : `a dispute ${one.status}`;
  }
  if (new Set(payments.map(({ currency }) => currency)).size === 3) yield "three currencies";
  const renewals = Map.groupBy(new Set(payments), ({ buyer }) => buyer);
  if ([...renewals.values()].some((of) => of.length > 1)) yield "a renewal";
}

test("the histories reach what they are to prove: what goes back, when, in which order, and whom it was paid to", () => {
  const seen = new Set<string>();
  const worlds = fc.sample(world, { numRuns: 40, seed: 1 });
  for (const [nth, one] of fc.sample(history, { numRuns: 4_000, seed: 1 }).entries()) {
    const shared = worlds[nth % worlds.length];
    if (shared) for (const remark of remarks(one, shared)) seen.add(remark);
    for (const { team } of one.stages) seen.add(team);
    if (one.stages.some(({ forgets }) => forgets !== null)) seen.add("somebody is forgotten");
  }
  const reached = `refused, pending, held, approved, paid, reversed, suspend, resume, other_plan,
    somebody is forgotten, told again, told out of order, a refund before its payment, a dispute before its payment,
    a refund above its payment, a refund that failed, a dispute needs_response, a dispute won, a dispute lost,
    a dispute closed, an inquiry, three currencies, a renewal, taken back after it was paid,
    a payout absorbs what was taken back after it was paid`.split(/,\s+/);
  expect([...seen]).toEqual(expect.arrayContaining(reached));
});
