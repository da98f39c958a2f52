import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#lib/core/errors.ts";
import { payItem, retryItem } from "#lib/payouts/index.ts";
import { commissionsIn } from "#tests/support/affiliate-stage.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import {
  days,
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  payoutsIn,
  press,
  proveBooks,
  refundSale,
  sellFor,
  topUp,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
beforeEach(() =>
  stage.settings({ faults: [], revokedPermissions: [], unpayableUsers: [], idempotencyKeys: "all" }),
);
afterAll(() => stage?.close());

const statusOf = async (system: Parameters<typeof itemsIn>[0]) =>
  (await itemsIn(system)).map((i) => i.status);

describe("a payout by transfer", () => {
  test("sends each affiliate what is owed, once, and the books follow", async () => {
    const at = await makePayouts(stage);
    const { system, member, transfers } = at;
    const other = await at.addAffiliate();
    await sellFor(system, at, 2_000n);
    await sellFor(system, at, 901n);
    await sellFor(system, other, 600n);
    const started = await press(at);
    expect(started).toMatchObject({ status: "processing", number: 1, method: "transfer" });
    await stage.runJobs({ workers: 2 });
    const items = await itemsIn(system);
    expect(items.map(({ amountMinor, status }) => [amountMinor, status])).toEqual([
      [1_451n, "paid"],
      [300n, "paid"],
    ]);
    expect(await payoutsIn(system)).toMatchObject([{ status: "paid", finishedAt: expect.any(Date) }]);
    const sent = transfers().toSorted((a, b) =>
      (a.idempotenceKey ?? "").localeCompare(b.idempotenceKey ?? ""),
    );
    expect(
      sent.map(({ amount, destinationId, idempotenceKey, metadata, id }) => ({
        amount,
        destinationId,
        idempotenceKey,
        metadata,
        id,
      })),
    ).toEqual(
      items.map((item) => ({
        amount: Number(item.amountMinor),
        destinationId: item.affiliateId === at.affiliateId ? member.whopUserId : other.member.whopUserId,
        idempotenceKey: item.id,
        metadata: { referly_item: item.id },
        id: item.transferId,
      })),
    );
    expect(await bookOf(system, member.id)).toMatchObject({
      "commission_payable USD": 0n,
      "payout_in_transit USD": 0n,
      "payout_paid USD": 1_451n,
    });
    expect((await commissionsIn(system)).map(({ status }) => status)).toEqual(["paid", "paid", "paid"]);
    // Everything that could run again changes nothing.
    for (const { id } of items) await payItem(system, { itemId: id });
    expect(transfers()).toHaveLength(2);
    await proveBooks(system);
  });

  test("sends less when a refund came in after the approval, and nothing when nothing is left", async () => {
    const at = await makePayouts(stage);
    const { system, transfers, affiliateId } = at;
    const other = await at.addAffiliate();
    const sale = await sellFor(system, at, 2_000n);
    const gone = await sellFor(system, other, 600n);
    await press(at);
    await refundSale(system, affiliateId, sale, 500n);
    await refundSale(system, other.affiliateId, gone, 600n);
    await stage.runJobs();
    expect(transfers().map(({ amount }) => amount)).toEqual([750]);
    expect(await itemsIn(system)).toMatchObject([
      { status: "paid", amountMinor: 1_000n, request: { amountMinor: "750" } },
      { status: "carried", reason: "nothing_owed", request: null },
    ]);
    expect(await payoutsIn(system)).toMatchObject([{ status: "paid" }]);
    await proveBooks(system);
  });

  test("takes a refund of what was paid out of the payouts that come after it", async () => {
    const at = await makePayouts(stage);
    const { system, member, affiliateId, transfers } = at;
    const sale = await sellFor(system, at, 2_000n);
    await press(at);
    await stage.runJobs();
    await refundSale(system, affiliateId, sale, 2_000n);
    expect(await bookOf(system, member.id)).toMatchObject({ "commission_payable USD": -1_000n });
    await sellFor(system, at, 600n);
    await expect(press(at)).rejects.toThrow("below the minimum, or taken up by refunds");
    await sellFor(system, at, 2_000n);
    await press(at);
    await stage.runJobs();
    expect(transfers().map(({ amount }) => amount)).toEqual([1_000, 300]);
    expect(await bookOf(system, member.id)).toMatchObject({
      "commission_payable USD": 0n,
      "payout_paid USD": 1_300n,
    });
    const commissions = await commissionsIn(system);
    expect(commissions.map(({ status, paidMinor }) => [status, paidMinor])).toEqual([
      ["reversed", 0n],
      ["paid", 300n],
      ["paid", 1_000n],
    ]);
    await proveBooks(system);
  });
});

describe("what Whop refuses", () => {
  test.each([
    ["the balance is too low", async () => {}, "Insufficient balance", 3_000_000_000n],
    [
      "the member cannot receive money",
      (id: string) => stage.settings({ unpayableUsers: [id] }),
      "cannot receive transfers",
      2_000n,
    ],
  ])("fails its item alone when %s, says so, and can be tried again", async (_what, arrange, says, total) => {
    const at = await makePayouts(stage);
    const { system, member, owner } = at;
    const other = await at.addAffiliate();
    await sellFor(system, at, total);
    await sellFor(system, other, 600n);
    await arrange(member.whopUserId);
    await press(at);
    await stage.runJobs();
    const items = await itemsIn(system);
    expect(items).toMatchObject([
      { status: "failed", reason: expect.stringContaining(says), request: null },
      { status: "paid" },
    ]);
    expect(await payoutsIn(system)).toMatchObject([{ status: "partly" }]);
    expect(await bookOf(system, member.id)).toMatchObject({
      "commission_payable USD": total / 2n,
      "payout_in_transit USD": 0n,
    });
    await stage.settings({ unpayableUsers: [] });
    topUp(stage.sandbox, at.companyId, 5_000_000_000);
    await retryItem(owner, { id: items[0]?.id ?? "" });
    expect(await payoutsIn(system)).toMatchObject([{ status: "processing" }]);
    await stage.runJobs();
    expect(await statusOf(system)).toEqual(["paid", "paid"]);
    expect(await payoutsIn(system)).toMatchObject([{ status: "paid" }]);
    expect(at.transfers()).toHaveLength(2);
    await proveBooks(system);
  });

  test("is held, and names the permission, when the app may not send money", async () => {
    const at = await makePayouts(stage);
    const { system, owner } = at;
    await sellFor(system, at, 2_000n);
    await stage.settings({ revokedPermissions: ["payout:transfer_funds"] });
    await press(at);
    await stage.runJobs();
    const [item] = await itemsIn(system);
    expect(item).toMatchObject({ status: "held", request: null });
    expect(item?.reason).toContain("payout:transfer_funds");
    expect(await payoutsIn(system)).toMatchObject([{ status: "failed" }]);
    await stage.settings({ revokedPermissions: [] });
    await retryItem(owner, { id: item?.id ?? "" });
    await stage.runJobs();
    expect(await statusOf(system)).toEqual(["paid"]);
  });
});

describe("a transfer without an answer", () => {
  test.each([
    ["was made", "applied_then_timeout", 1],
    ["was made, and Whop said 500", "applied_then_500", 1],
    ["was never made", "500", 0],
  ] as const)("that %s is read back before anything is sent again", async (_what, kind, made) => {
    const at = await makePayouts(stage);
    const { system, member, transfers } = at;
    await sellFor(system, at, 2_000n);
    // Whop does not keep its promise about keys either: what is sent twice is paid twice.
    await stage.settings({ idempotencyKeys: "none", faults: [{ match: "POST /transfers", kind, times: 1 }] });
    await press(at);
    await stage.runJobs();
    expect(transfers()).toHaveLength(made);
    expect(await itemsIn(system)).toMatchObject([{ status: "unknown", request: { mayHaveArrived: true } }]);
    expect(await bookOf(system, member.id)).toMatchObject({
      "commission_payable USD": 0n,
      "payout_in_transit USD": 1_000n,
    });
    await stage.runUntilQuiet(1);
    expect(transfers()).toHaveLength(1);
    expect(await itemsIn(system)).toMatchObject([{ status: "paid", transferId: transfers()[0]?.id }]);
    await proveBooks(system);
  });

  test("is sent again as it was, also when a refund came in meanwhile: that is taken off the next payout", async () => {
    const at = await makePayouts(stage);
    const { system, member, affiliateId, transfers } = at;
    const sale = await sellFor(system, at, 2_000n);
    await stage.settings({ faults: [{ match: "POST /transfers", kind: "500", times: 1 }] });
    await press(at);
    await stage.runJobs();
    await refundSale(system, affiliateId, sale, 1_000n);
    await stage.runUntilQuiet(1);
    expect(transfers().map(({ amount }) => amount)).toEqual([1_000]);
    expect(await bookOf(system, member.id)).toMatchObject({ "commission_payable USD": -500n });
    await proveBooks(system);
  });

  test("waits for a person when Whop does not let us look, and goes on when it does", async () => {
    const at = await makePayouts(stage);
    const { system, owner, transfers } = at;
    await sellFor(system, at, 2_000n);
    await stage.settings({
      revokedPermissions: ["payout:transfer:read"],
      faults: [{ match: "POST /transfers", kind: "applied_then_500", times: 1 }],
    });
    await press(at);
    await stage.runUntilQuiet(1);
    const [item] = await itemsIn(system);
    expect(item).toMatchObject({ status: "held", reason: expect.stringContaining("payout:transfer:read") });
    expect(await payoutsIn(system), "the money is neither here nor there").toMatchObject([
      { status: "processing" },
    ]);
    await stage.settings({ revokedPermissions: [] });
    await retryItem(owner, { id: item?.id ?? "" });
    await stage.runUntilQuiet(1);
    expect(transfers()).toHaveLength(1);
    expect(await statusOf(system)).toEqual(["paid"]);
    await proveBooks(system);
  });
});

test("what is refused for now is tried again with what is owed by then, and given up after a day", async () => {
  const at = await makePayouts(stage);
  const { system, affiliateId, transfers } = at;
  const sale = await sellFor(system, at, 2_000n);
  await stage.settings({ faults: [{ match: "POST /transfers", kind: "429", times: 1 }] });
  await press(at);
  await stage.runJobs();
  expect(await itemsIn(system)).toMatchObject([{ status: "queued", request: null }]);
  await refundSale(system, affiliateId, sale, 500n);
  await stage.runUntilQuiet(1);
  expect(transfers().map(({ amount }) => amount)).toEqual([750]);
  await sellFor(system, at, 2_000n);
  await stage.settings({ faults: [{ match: "POST /transfers", kind: "429" }] });
  await press(at);
  const startedAt = stage.services.clock.now().getTime();
  await stage.runUntilQuiet(10);
  expect(await itemsIn(system)).toMatchObject([
    { status: "paid" },
    { status: "failed", attemptCount: 10, reason: expect.stringContaining("delivery.triedInVain") },
  ]);
  expect(stage.services.clock.now().getTime() - startedAt).toBeGreaterThan(days(0.5));
  await proveBooks(system);
});

test("an item that is paid, or on its way, cannot be tried again by hand", async () => {
  const at = await makePayouts(stage);
  await sellFor(at.system, at, 2_000n);
  await press(at);
  const [queued] = await itemsIn(at.system);
  await expect(retryItem(at.owner, { id: queued?.id ?? "" })).rejects.toThrow(AppError);
  await stage.runJobs();
  await expect(retryItem(at.owner, { id: queued?.id ?? "" })).rejects.toThrow("it is paid");
});
