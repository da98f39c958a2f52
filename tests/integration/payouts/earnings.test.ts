import { afterAll, beforeAll, expect, test } from "vitest";
import { exportStatement, getEarnings, getStatement } from "#lib/payouts/index.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  days,
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  press,
  refundSale,
  sellFor,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

/** Two sales, one refunded in part before it was paid and again after. */
async function lived() {
  const at = await makePayouts(stage, { holdDays: 14 });
  const { system, affiliateId } = at;
  const sale = await sellFor(system, at, 2_000n);
  const soldAt = stage.services.clock.now();
  await refundSale(system, affiliateId, sale, 501n);
  stage.advance(days(14));
  await stage.runJobs();
  await press(at);
  await stage.runJobs();
  const paidAt = stage.services.clock.now();
  stage.advance(days(1));
  await refundSale(system, affiliateId, sale, 499n);
  await sellFor(system, at, 301n);
  const [item] = await itemsIn(system);
  return { ...at, soldAt, paidAt, transferId: item?.transferId ?? "" };
}

test("a member sees what is owed, what waits and until when, and what was paid with which reference", async () => {
  const at = await lived();
  const me = asMember(stage.services, at.companyId, at.member);
  const earnings = await getEarnings(me);
  const now = stage.services.clock.now();
  expect(earnings).toMatchObject({
    userId: at.member.id,
    currencies: [
      {
        currency: "USD",
        // 1000 − 250.5 rounded up was paid; then 249.5 rounded the whole to 500 went back.
        owedMinor: -249n,
        waitingMinor: 151n,
        heldMinor: 0n,
        onItsWayMinor: 0n,
        paidMinor: 749n,
        waiting: [{ until: new Date(now.getTime() + days(14)), amountMinor: 151n, sales: 1 }],
        held: [],
      },
    ],
    payments: [{ payoutNumber: 1, amountMinor: 749n, isPaid: true, reference: at.transferId }],
    nextPayoutAt: null,
  });
  expect(await getEarnings(at.owner, { userId: at.member.id })).toEqual(earnings);
});

test("the statement agrees with the balances to the cent, and its lines with its sums", async () => {
  const at = await lived();
  const me = asMember(stage.services, at.companyId, at.member);
  const statement = await getStatement(me, { currency: "USD" });
  expect(
    statement.lines.map(({ kind, amountMinor, balanceMinor }) => [kind, amountMinor, balanceMinor]),
  ).toEqual([
    ["commission", 1_000n, 1_000n],
    ["taken_back", -251n, 749n],
    ["payout", -749n, 0n],
    ["taken_back", -249n, -249n],
    ["commission", 151n, -98n],
  ]);
  expect(statement).toMatchObject({
    openingMinor: 0n,
    earnedMinor: 1_151n,
    takenBackMinor: -500n,
    paidMinor: -749n,
    closingMinor: -98n,
    community: "Test community",
  });
  expect(statement.lines[2]).toMatchObject({ reference: at.transferId, rule: "payout 1" });
  const [usd] = (await getEarnings(me)).currencies;
  expect((usd?.owedMinor ?? 0n) + (usd?.waitingMinor ?? 0n)).toBe(statement.closingMinor);
});

test("the statements of two periods that meet close and open with the same balance", async () => {
  const at = await lived();
  const me = asMember(stage.services, at.companyId, at.member);
  for (const at2 of [at.soldAt, at.paidAt, new Date(at.paidAt.getTime() + 1)]) {
    const middle = at2.toISOString();
    const before = await getStatement(me, { currency: "USD", until: middle });
    const after = await getStatement(me, { currency: "USD", from: middle });
    expect(after.openingMinor).toBe(before.closingMinor);
    expect(before.lines.length + after.lines.length).toBe(5);
    expect(after.closingMinor).toBe(-98n);
  }
});

test("the table of a statement has the same lines, and no cell of it can run", async () => {
  const at = await lived();
  const me = asMember(stage.services, at.companyId, at.member);
  const { fileName, lines } = await exportStatement(me, { currency: "USD" });
  expect(fileName).toMatch(/^statement-USD-\d{4}-\d\d-\d\d\.csv$/);
  const rows: string[][] = [];
  for await (const line of lines) rows.push(line.trim().split(","));
  expect(rows.map((row) => row.slice(5))).toEqual([
    ["amount", "balance", "currency"],
    ["10.00", "10.00", "USD"],
    ["-2.51", "7.49", "USD"],
    ["-7.49", "0.00", "USD"],
    ["-2.49", "-2.49", "USD"],
    ["1.51", "-0.98", "USD"],
  ]);
});

test("nobody sees another member's money, nor anybody's of another community", async () => {
  const at = await lived();
  const other = await makeMember(at.system);
  const asOther = asMember(stage.services, at.companyId, other);
  const userId = at.member.id;
  await expect(getEarnings(asOther, { userId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(getStatement(asOther, { userId, currency: "USD" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(exportStatement(asOther, { userId, currency: "USD" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const theirs = await makePayouts(stage);
  const stranger = asOwner(stage.services, theirs.companyId, theirs.member);
  await expect(getEarnings(stranger, { userId })).rejects.toMatchObject({ code: "not_found" });
  await expect(getStatement(stranger, { userId, currency: "USD" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await getEarnings(asOther)).toMatchObject({ currencies: [], payments: [] });
  expect(await getStatement(asOther, { currency: "USD" })).toMatchObject({ lines: [], closingMinor: 0n });
  await expect(getStatement(asOther, { currency: "usd" })).rejects.toMatchObject({ code: "invalid_input" });
});
