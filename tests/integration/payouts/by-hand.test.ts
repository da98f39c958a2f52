import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listEntries } from "#lib/ledger/index.ts";
import { ensureMember } from "#lib/members/index.ts";
import { exportPayout, markFailed, markPaid } from "#lib/payouts/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import { asMember, unique } from "#tests/support/factories.ts";
import {
  itemsIn,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  payoutsIn,
  press,
  proveBooks,
  refundSale,
  sellFor,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
beforeEach(() => stage.settings({ faults: [], revokedPermissions: [], unpayableUsers: [] }));
afterAll(() => stage?.close());

async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

test("a table to pay from has amounts that no refund changes any more, and what is marked paid is paid", async () => {
  const at = await makePayouts(stage);
  const { system, owner, member, affiliateId } = at;
  const other = await at.addAffiliate();
  const sale = await sellFor(system, at, 2_000n);
  await sellFor(system, other, 2_000n, "JPY");
  const { id } = await press(at, { method: "csv" });
  await expect(exportPayout(owner, { id })).rejects.toThrow("being fixed");
  await expect(markPaid(owner, { id, reference: "SEPA 1" })).rejects.toThrow("Nothing of this payout waits");
  await stage.runJobs();
  await refundSale(system, affiliateId, sale, 500n);
  const { fileName, lines } = await exportPayout(owner, { id });
  expect(fileName).toBe("payout-1.csv");
  const [headings, ...rows] = (await textOf(lines)).trimEnd().split("\r\n");
  expect(headings).toBe(
    "\uFEFFpayout,item,name,username,email,whop_user,amount,currency,status,reference,paid_at",
  );
  expect(rows.map((row) => row.split(",").slice(6))).toEqual([
    ["1000", "JPY", "queued", "", ""],
    ["10.00", "USD", "queued", "", ""],
  ]);
  expect(at.transfers()).toEqual([]);
  const [first] = await itemsIn(system, { payoutId: id });
  await markPaid(owner, { id, itemIds: [first?.id ?? ""], reference: "SEPA 1" });
  expect(await payoutsIn(system)).toMatchObject([{ status: "processing" }]);
  await markPaid(owner, { id, reference: "SEPA 2" });
  expect(await itemsIn(system, { payoutId: id })).toMatchObject([
    { status: "paid", reference: "SEPA 1" },
    { status: "paid", reference: "SEPA 2" },
  ]);
  expect(await payoutsIn(system)).toMatchObject([{ status: "paid" }]);
  // 2.50 of the 10.00 went back after it was fixed.
  expect(await bookOf(system, member.id)).toMatchObject({
    "commission_payable USD": -250n,
    "payout_in_transit USD": 0n,
    "payout_paid USD": 1_000n,
  });
  await expect(markPaid(owner, { id, itemIds: [first?.id ?? ""], reference: "again" })).rejects.toThrow(
    "It is paid",
  );
  await proveBooks(system);
});

test("what is marked as not paid is owed again, and is in the next payout", async () => {
  const at = await makePayouts(stage);
  const { system, owner, member } = at;
  await sellFor(system, at, 2_000n);
  const { id } = await press(at, { method: "csv" });
  await stage.runJobs();
  const [item] = await itemsIn(system, { payoutId: id });
  await markFailed(owner, { id, itemIds: [item?.id ?? ""], reason: "The account is closed" });
  expect(await itemsIn(system, { payoutId: id })).toMatchObject([
    { status: "failed", reason: "The account is closed" },
  ]);
  expect(await payoutsIn(system)).toMatchObject([{ status: "failed" }]);
  expect(await bookOf(system, member.id)).toMatchObject({ "commission_payable USD": 1_000n });
  await press(at);
  await stage.runJobs();
  expect(at.transfers().map(({ amount }) => amount)).toEqual([1_000]);
  await expect(markPaid(owner, { id, itemIds: [item?.id ?? ""], reference: "late" })).rejects.toThrow(
    "Nothing of this is owed any more",
  );
  await proveBooks(system);
});

test("what Whop would not send can be paid elsewhere and marked so, and Whop is not asked again", async () => {
  const at = await makePayouts(stage);
  const { system, owner, member } = at;
  await sellFor(system, at, 2_000n);
  await stage.settings({ unpayableUsers: [member.whopUserId] });
  const { id } = await press(at);
  await stage.runJobs();
  const [item] = await itemsIn(system, { payoutId: id });
  expect(item?.status).toBe("failed");
  await markPaid(owner, { id, itemIds: [item?.id ?? ""], reference: "bank transfer 7" });
  await stage.settings({ unpayableUsers: [] });
  await stage.runUntilQuiet(2);
  expect(at.transfers()).toEqual([]);
  expect(await payoutsIn(system)).toMatchObject([{ status: "paid" }]);
  expect(await bookOf(system, member.id)).toMatchObject({
    "commission_payable USD": 0n,
    "payout_paid USD": 1_000n,
  });
});

test("while Referly finds out what became of a transfer nobody can decide it by hand", async () => {
  const at = await makePayouts(stage);
  const { system, owner } = at;
  await sellFor(system, at, 2_000n);
  await stage.settings({ faults: [{ match: "POST /transfers", kind: "applied_then_500", times: 1 }] });
  const { id } = await press(at);
  await stage.runJobs();
  const [item] = await itemsIn(system, { payoutId: id });
  const itemIds = [item?.id ?? ""];
  await expect(markPaid(owner, { id, itemIds, reference: "x" })).rejects.toThrow("finding out");
  await expect(markFailed(owner, { id, itemIds, reason: "x" })).rejects.toThrow("finding out");
  await stage.runUntilQuiet(1);
  expect(at.transfers()).toHaveLength(1);
});

test("nobody but the team decides by hand, and nobody of another community", async () => {
  const at = await makePayouts(stage);
  await sellFor(at.system, at, 2_000n);
  const { id } = await press(at, { method: "csv" });
  await stage.runJobs();
  const [item] = await itemsIn(at.system, { payoutId: id });
  const itemIds = [item?.id ?? ""];
  const member = asMember(stage.services, at.companyId, at.member);
  const { owner: stranger } = await makePayouts(stage);
  for (const [ctx, code] of [
    [member, "forbidden"],
    [stranger, "not_found"],
  ] as const) {
    await expect(markPaid(ctx, { id, reference: "x" })).rejects.toMatchObject({ code });
    await expect(markFailed(ctx, { id, itemIds, reason: "x" })).rejects.toMatchObject({ code });
    await expect(exportPayout(ctx, { id })).rejects.toMatchObject({ code });
  }
  const strangeItem = { id, itemIds: [at.affiliateId], reference: "x" };
  await expect(markPaid(at.owner, strangeItem)).rejects.toMatchObject({ code: "not_found" });
  expect(await itemsIn(at.system, { payoutId: id })).toMatchObject([{ status: "queued" }]);
});

test("what was written down of a payment names nobody who was erased, in the books either", async () => {
  const at = await makePayouts(stage);
  const { system, owner, companyId, member } = at;
  const email = `${unique("kira")}@inbox.test`;
  await ensureMember(system, { whopUserId: member.whopUserId, email });
  await sellFor(system, at, 2_000n);
  const { id } = await press(at, { method: "csv" });
  await stage.runJobs();
  await markPaid(owner, { id, reference: `Bank 7, ${member.name}, ${email}` });
  const facts = async () => {
    const { entries } = await listEntries(owner, { limit: 50 });
    return entries.map(({ factId }) => factId).join(" ");
  };
  expect(await facts()).toContain(`Bank 7, ${member.name}, ${email}`);
  await runJob(system, "erase-member", { companyId, userId: member.id, giveUpEarnings: true });
  expect(await facts()).toContain("Bank 7, ");
  expect(await facts()).not.toMatch(new RegExp(`${member.name}|${email}`));
  await proveBooks(system);
});
