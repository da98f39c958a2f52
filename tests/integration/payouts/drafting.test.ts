import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPayouts } from "#app/dashboard/[companyId]/payouts/read-payouts.ts";
import {
  approvePayout,
  cancelPayout,
  createPayout,
  getPayout,
  listPayoutItems,
  listPayouts,
  setItemIncluded,
  startPayout,
} from "#lib/payouts/index.ts";
import { asMember } from "#tests/support/factories.ts";
import {
  days,
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  type Payouts,
  payoutsIn,
  press,
  refundSale,
  sellFor,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

/** What may come next after a draft, one by one. */
const verbs = (at: Payouts, payoutId: string, itemId: string) => ({
  createPayout: (ctx = at.owner) => createPayout(ctx),
  listPayouts: (ctx = at.owner) => listPayouts(ctx),
  getPayout: (ctx = at.owner) => getPayout(ctx, { id: payoutId }),
  listPayoutItems: (ctx = at.owner) => listPayoutItems(ctx, { id: payoutId }),
  setItemIncluded: (ctx = at.owner) => setItemIncluded(ctx, { id: itemId, isIncluded: true }),
  approvePayout: (ctx = at.owner) => approvePayout(ctx, { id: payoutId }),
  startPayout: (ctx = at.owner) => startPayout(ctx, { id: payoutId }),
  cancelPayout: (ctx = at.owner) => cancelPayout(ctx, { id: payoutId }),
});

async function drafted(settings: Record<string, unknown> = {}) {
  const at = await makePayouts(stage, settings);
  await sellFor(at.system, at, 2_000n);
  const { id } = await createPayout(at.owner);
  const [item] = await itemsIn(at.system, { payoutId: id });
  return { ...at, id, itemId: item?.id ?? "" };
}

describe("a payout", () => {
  test("is drafted, seen, approved, changed, started and dropped by nobody but the team", async () => {
    const at = await drafted();
    const member = asMember(stage.services, at.companyId, at.member);
    for (const [name, verb] of Object.entries(verbs(at, at.id, at.itemId)))
      await expect(verb(member), name).rejects.toMatchObject({ code: "forbidden" });
    expect(await payoutsIn(at.system)).toMatchObject([{ status: "draft", approvedBy: null }]);
  });

  test("is not there for another community's team", async () => {
    const at = await drafted();
    const theirs = await makePayouts(stage);
    const { createPayout: _, listPayouts: __, ...named } = verbs(at, at.id, at.itemId);
    for (const [name, verb] of Object.entries(named))
      await expect(verb(theirs.owner), name).rejects.toMatchObject({ code: "not_found" });
    expect(await listPayouts(theirs.owner)).toEqual({ payouts: [], nextCursor: null });
    expect(await payoutsIn(at.system)).toMatchObject([{ status: "draft", approvedBy: null }]);
  });

  test("is approved by a person, never by a machine", async () => {
    const at = await drafted();
    await expect(approvePayout(at.system, { id: at.id })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("that is open is shown as open also beside the older pages of the history", async () => {
    const at = await drafted();
    const first = await readPayouts(at.owner, undefined);
    expect(first.open).toMatchObject({ id: at.id, status: "draft" });
    const older = await readPayouts(at.owner, at.id);
    expect(older.list.payouts).toEqual([]);
    expect(older.open).toEqual(first.open);
  });
});

describe("a draft", () => {
  test("holds what each affiliate is owed, currency by currency, and the minimum carries the rest over", async () => {
    const at = await makePayouts(stage, {
      payouts: { method: "transfer", minimums: { USD: "5.00" }, secondApprovalAbove: {}, schedule: null },
    });
    const { system, owner, affiliateId } = at;
    const [small, exact] = [await at.addAffiliate(), await at.addAffiliate()];
    await sellFor(system, at, 2_000n);
    await sellFor(system, at, 5_000n, "JPY");
    await sellFor(system, small, 998n);
    await sellFor(system, exact, 1_000n);
    const { id } = await createPayout(owner);
    const { items } = await listPayoutItems(owner, { id });
    const line = (of: string, currency: string, amountMinor: bigint, status: string) => ({
      affiliateId: of,
      currency,
      amountMinor,
      status,
    });
    expect(items).toMatchObject([
      line(affiliateId, "JPY", 2_500n, "included"),
      line(affiliateId, "USD", 1_000n, "included"),
      line(exact.affiliateId, "USD", 500n, "included"),
      { ...line(small.affiliateId, "USD", 499n, "carried"), reason: "below_minimum" },
    ]);
    expect((await getPayout(owner, { id })).totals).toMatchObject([
      { currency: "JPY", status: "included", items: 1, amountMinor: 2_500n },
      { currency: "USD", status: "carried", items: 1, amountMinor: 499n },
      { currency: "USD", status: "included", items: 2, amountMinor: 1_500n },
    ]);
    await expect(setItemIncluded(owner, { id: items[3]?.id ?? "", isIncluded: true })).rejects.toThrow(
      "carried over",
    );
  });

  test("leaves out what was still on hold at its cutoff, to the millisecond", async () => {
    const at = await makePayouts(stage, { holdDays: 14 });
    const { system, owner } = at;
    await sellFor(system, at, 2_000n);
    const soldAt = stage.services.clock.now().getTime();
    stage.advance(days(20));
    await stage.runJobs();
    const cutoff = (ms: number) => ({ cutoffAt: new Date(soldAt + days(14) + ms).toISOString() });
    await expect(createPayout(owner, cutoff(-1))).rejects.toThrow("No affiliate is owed anything");
    const { id } = await createPayout(owner, cutoff(0));
    expect(await itemsIn(system, { payoutId: id })).toMatchObject([
      { amountMinor: 1_000n, status: "included" },
    ]);
    await cancelPayout(owner, { id });
    await expect(createPayout(owner, cutoff(days(30)))).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("of one currency leaves the others alone", async () => {
    const at = await makePayouts(stage);
    await sellFor(at.system, at, 2_000n);
    await sellFor(at.system, at, 2_000n, "EUR");
    const { id } = await createPayout(at.owner, { currency: "EUR", method: "csv" });
    expect(await itemsIn(at.system, { payoutId: id })).toMatchObject([
      { currency: "EUR", amountMinor: 1_000n },
    ]);
  });

  test("is the same one for whoever asks again, and two who ask at once get one", async () => {
    const at = await makePayouts(stage);
    await sellFor(at.system, at, 2_000n);
    const both = await Promise.all([createPayout(at.owner), createPayout(at.otherOwner)]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    expect((await createPayout(at.owner, { method: "csv" })).id).toBe(both[0].id);
    expect(await payoutsIn(at.system)).toHaveLength(1);
  });

  test("that is dropped leaves everything owed, and the next one has the next number", async () => {
    const at = await drafted();
    expect(await cancelPayout(at.owner, { id: at.id })).toMatchObject({ status: "cancelled" });
    expect(await cancelPayout(at.owner, { id: at.id })).toMatchObject({ status: "cancelled" });
    await expect(startPayout(at.owner, { id: at.id })).rejects.toMatchObject({ code: "conflict" });
    expect(await createPayout(at.owner)).toMatchObject({ number: 2, status: "draft" });
  });

  test("pays nobody who was left out, and what they are owed is in the next one", async () => {
    const at = await drafted();
    const other = await at.addAffiliate();
    await cancelPayout(at.owner, { id: at.id });
    await sellFor(at.system, other, 600n);
    const { id } = await createPayout(at.owner);
    const [mine] = await itemsIn(at.system, { payoutId: id });
    await setItemIncluded(at.owner, { id: mine?.id ?? "", isIncluded: false });
    await approvePayout(at.owner, { id });
    await expect(setItemIncluded(at.owner, { id: mine?.id ?? "", isIncluded: true })).rejects.toThrow(
      "only a draft",
    );
    await startPayout(at.owner, { id });
    await stage.runJobs();
    expect(at.transfers().map(({ amount }) => amount)).toEqual([300]);
    expect(await payoutsIn(at.system)).toMatchObject([{}, { status: "paid" }]);
    await press(at);
    await stage.runJobs();
    expect(at.transfers().map(({ amount }) => amount)).toEqual([300, 1_000]);
  });

  test("with everybody left out cannot be approved", async () => {
    const at = await drafted();
    await setItemIncluded(at.owner, { id: at.itemId, isIncluded: false });
    await expect(approvePayout(at.owner, { id: at.id })).rejects.toThrow("nothing in this payout");
  });
});

describe("an approval", () => {
  const above = (usd: string) => ({
    payouts: { method: "transfer", minimums: {}, secondApprovalAbove: { USD: usd }, schedule: null },
  });

  test("has to be there before anything is paid", async () => {
    const at = await drafted();
    await expect(startPayout(at.owner, { id: at.id })).rejects.toThrow("has to be approved first");
    await stage.runJobs();
    expect(at.transfers()).toEqual([]);
  });

  test("of one person is enough up to the amount of the settings", async () => {
    const at = await drafted(above("10.00"));
    expect(await approvePayout(at.owner, { id: at.id })).toMatchObject({ status: "approved" });
  });

  test("of two different people is needed above it", async () => {
    const at = await drafted(above("9.99"));
    expect(await approvePayout(at.owner, { id: at.id })).toMatchObject({ status: "draft" });
    await expect(approvePayout(at.owner, { id: at.id })).rejects.toThrow("second person");
    await expect(startPayout(at.owner, { id: at.id })).rejects.toMatchObject({ code: "conflict" });
    expect(await approvePayout(at.otherOwner, { id: at.id })).toMatchObject({ status: "approved" });
    expect(await getPayout(at.owner, { id: at.id })).toMatchObject({
      approvedBy: "Olga",
      secondApprovedBy: "Otto",
    });
  });

  test("is taken back when the draft is changed: it was for something else", async () => {
    const at = await drafted(above("9.99"));
    const other = await at.addAffiliate();
    await cancelPayout(at.owner, { id: at.id });
    await sellFor(at.system, other, 2_000n);
    const { id } = await createPayout(at.owner);
    await approvePayout(at.owner, { id });
    const [one] = await itemsIn(at.system, { payoutId: id });
    await setItemIncluded(at.owner, { id: one?.id ?? "", isIncluded: false });
    expect(await getPayout(at.owner, { id })).toMatchObject({ approvedBy: null, status: "draft" });
    expect(await approvePayout(at.otherOwner, { id })).toMatchObject({ status: "draft" });
  });
});

test("two people who press Pay at once make one payout, and each affiliate is paid once", async () => {
  const at = await makePayouts(stage);
  await sellFor(at.system, at, 2_000n);
  await Promise.all([press(at), press({ ...at, owner: at.otherOwner })]);
  await stage.runJobs({ workers: 4 });
  expect(await payoutsIn(at.system)).toMatchObject([{ status: "paid" }]);
  expect(at.transfers().map(({ amount }) => amount)).toEqual([1_000]);
});

test("an affiliate whose refunds outweigh what they earned is carried over, and shown as owing", async () => {
  const at = await makePayouts(stage);
  const other = await at.addAffiliate();
  const sale = await sellFor(at.system, at, 2_000n);
  await press(at);
  await stage.runJobs();
  await refundSale(at.system, at.affiliateId, sale, 1_000n);
  await sellFor(at.system, other, 600n);
  const { id } = await createPayout(at.owner);
  expect(await itemsIn(at.system, { payoutId: id })).toMatchObject([
    { affiliateId: other.affiliateId, status: "included" },
    { affiliateId: at.affiliateId, amountMinor: -500n, status: "carried", reason: "nothing_owed" },
  ]);
});
