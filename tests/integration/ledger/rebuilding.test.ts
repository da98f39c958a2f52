import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ctx, transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { checkBooks, post, rebuildBalances } from "#lib/ledger/index.ts";
import { type BooksStage, bookOf, openBooksStage } from "#tests/support/books-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";

let stage: BooksStage;
let system: Ctx;
let holderId: string;

beforeAll(async () => {
  stage = await openBooksStage();
  ({ system } = await makeCompany(stage.services));
  holderId = (await makeMember(system)).id;
});
afterAll(() => stage.close());

const earn = (amount: bigint) =>
  transact(system, (_tx, ctx) =>
    post(ctx, [
      {
        source: { type: "commission", id: newId() },
        factId: "pay_1",
        rule: "commission",
        ruleVersion: 1,
        occurredAt: testNow,
        lines: [
          { holderId, kind: "commission_expense", unit: "USD", amount: -amount },
          { holderId, kind: "commission_pending", unit: "USD", amount },
        ],
      },
    ]),
  );

test("a balance that was tampered with is found by the check and made again from the entries", async () => {
  await earn(700n);
  await earn(300n);
  const admin = postgres(stage.database.superUrl, { max: 1 });
  await admin`UPDATE ledger_balances SET balance = balance + 5 WHERE company_id = ${system.companyId} AND balance > 0`;
  await admin.end();
  expect((await checkBooks(system)).wrongBalances).toMatchObject([{ stored: 1_005n, summed: 1_000n }]);
  expect(await rebuildBalances(system)).toBe(1);
  expect(await rebuildBalances(system)).toBe(0);
  expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  expect(await bookOf(system, holderId)).toMatchObject({ "commission_pending USD": 1_000n });
});

test("rebuilding while others post loses none of it", async () => {
  await Promise.all([earn(1n), rebuildBalances(system), earn(2n), rebuildBalances(system), earn(4n)]);
  expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  expect(await bookOf(system, holderId)).toMatchObject({ "commission_pending USD": 1_007n });
});

test("balances are made again by the worker, and by nobody else", async () => {
  const owner = asOwner(stage.services, system.companyId, await makeMember(system));
  await expect(rebuildBalances(owner)).rejects.toMatchObject({ code: "forbidden" });
});
