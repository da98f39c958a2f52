import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ledgerEntries } from "#db/schema/index.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { checkBooks, getBalances, type Line, listEntries, post, settleBooks } from "#lib/ledger/index.ts";
import { type BooksStage, bookOf, openBooksStage } from "#tests/support/books-stage.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, makeCompany, makeMember } from "#tests/support/factories.ts";

let stage: BooksStage;
let system: Ctx;
let holderId: string;

beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  ({ system } = await makeCompany(stage.services));
  holderId = (await makeMember(system)).id;
});

const cause = (id = newId()) => ({
  source: { type: "commission" as const, id },
  factId: "pay_1",
  rule: "commission",
  ruleVersion: 1,
  occurredAt: testNow,
});
const earned = (amount: bigint, unit = "USD"): Line[] => [
  { holderId, kind: "commission_expense", unit, amount: -amount },
  { holderId, kind: "commission_pending", unit, amount },
];
const posted = (lines: Line[], id?: string) =>
  transact(system, (_tx, ctx) => post(ctx, [{ ...cause(id), lines }]));

describe("a posting", () => {
  test("moves an amount from one account to another, and both balances say so", async () => {
    await posted(earned(2_500n));
    await posted(earned(500n));
    expect(await bookOf(system, holderId)).toEqual({
      "commission_expense USD": -3_000n,
      "commission_pending USD": 3_000n,
    });
    expect(await checkBooks(system)).toEqual({ postings: 2, entries: 4, unbalanced: [], wrongBalances: [] });
  });

  test("that does not sum to zero is refused by the verb, and by the database whoever writes it", async () => {
    const [debit] = earned(100n);
    if (!debit) throw new Error("no line");
    await expect(posted([debit])).rejects.toThrow("does not sum to zero");
    await expect(posted([...earned(100n), ...earned(1n).slice(0, 1)])).rejects.toThrow(
      "does not sum to zero",
    );
    await expect(posted([...earned(5n).slice(0, 1), ...earned(5n, "EUR").slice(1)])).rejects.toThrow(
      "in one unit",
    );
    await posted(earned(100n));
    const [entry] = (await listEntries(system, { holderId })).entries;
    if (!entry) throw new Error("nothing was posted");
    const alone = transact(system, (tx) =>
      tx.insert(ledgerEntries).values({
        companyId: system.companyId,
        postingId: entry.postingId,
        line: 3,
        accountId: entry.accountId,
        unit: "USD",
        amount: 1n,
        sourceType: "commission",
        sourceId: newId(),
        factId: "pay_1",
        rule: "forged",
        ruleVersion: 1,
        occurredAt: testNow,
      }),
    );
    await expect(alone).rejects.toMatchObject({ cause: { constraint_name: "ledger_entries_balance" } });
  });

  test("keeps currencies apart", async () => {
    await posted(earned(100n, "USD"));
    await posted(earned(100n, "JPY"));
    expect(await bookOf(system, holderId)).toEqual({
      "commission_expense JPY": -100n,
      "commission_expense USD": -100n,
      "commission_pending JPY": 100n,
      "commission_pending USD": 100n,
    });
  });

  test("is nothing without the transaction of the change it books", async () => {
    await expect(post(system, [{ ...cause(), lines: earned(1n) }])).rejects.toThrow("transaction");
    const failing = transact(system, async (_tx, ctx) => {
      await post(ctx, [{ ...cause(), lines: earned(1n) }]);
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    expect(await bookOf(system, holderId)).toEqual({});
  });

  test("on accounts that others post to at the same time loses nothing", async () => {
    const others = await Promise.all([1, 2, 3].map(async () => (await makeMember(system)).id));
    const holders = [holderId, ...others];
    const rounds = Array.from({ length: 12 }, (_, round) =>
      transact(system, (_tx, ctx) =>
        post(
          ctx,
          // Each round takes the holders in another order.
          [...holders.slice(round % 4), ...holders.slice(0, round % 4)].map((id) => ({
            ...cause(),
            lines: earned(7n).map((line) => ({ ...line, holderId: id })),
          })),
        ),
      ),
    );
    await Promise.all(rounds);
    for (const id of holders)
      expect(await bookOf(system, id)).toEqual({
        "commission_expense USD": -84n,
        "commission_pending USD": 84n,
      });
    expect((await checkBooks(system)).wrongBalances).toEqual([]);
  });
});

describe("settling the books of a source", () => {
  test("posts the difference, and nothing when nothing changed", async () => {
    const id = newId();
    const settle = (amount: bigint) =>
      transact(system, (_tx, ctx) => settleBooks(ctx, [{ ...cause(id), lines: earned(amount) }]));
    expect(await settle(1_000n)).toBe(1);
    expect(await settle(1_000n)).toBe(0);
    expect(await settle(950n)).toBe(1);
    const { entries } = await listEntries(system, { holderId, kinds: ["commission_pending"] });
    expect(entries.map(({ amount }) => amount)).toEqual([-50n, 1_000n]);
    expect(await settle(0n)).toBe(1);
    expect(await bookOf(system, holderId)).toEqual({
      "commission_expense USD": 0n,
      "commission_pending USD": 0n,
    });
  });

  test("ends in the same balances whatever was posted on the way there", async () => {
    const history = fc.array(fc.array(fc.tuple(fc.nat(3), fc.bigInt(-900n, 900n)), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const holder = (await makeMember(system)).id;
        const ids = [newId(), newId(), newId(), newId()];
        const wanted = new Map<string, bigint>();
        for (const step of steps) {
          const targets = new Map<string, bigint>();
          for (const [index, amount] of step) targets.set(ids[index] ?? "", amount);
          for (const [id, amount] of targets) wanted.set(id, amount);
          await transact(system, (_tx, ctx) =>
            settleBooks(
              ctx,
              [...targets].map(([id, amount]) => ({
                ...cause(id),
                lines: earned(amount).map((line) => ({ ...line, holderId: holder })),
              })),
            ),
          );
        }
        const sum = [...wanted.values()].reduce((total, amount) => total + amount, 0n);
        const book = await bookOf(system, holder);
        expect(book["commission_pending USD"] ?? 0n).toBe(sum);
        expect(book["commission_expense USD"] ?? 0n).toBe(-sum);
      }),
      { numRuns: 60 },
    );
    expect(await checkBooks(system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  });
});

describe("the books", () => {
  test("are a member's own to read, and nobody else's", async () => {
    await posted(earned(100n));
    const member = await makeMember(system);
    const ctx = asMember(stage.services, system.companyId, member);
    expect((await listEntries(ctx)).entries).toEqual([]);
    await expect(listEntries(ctx, { holderId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getBalances(ctx, { holderIds: [holderId] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(checkBooks(ctx)).rejects.toMatchObject({ code: "forbidden" });
    const { system: elsewhere } = await makeCompany(stage.services);
    expect((await listEntries(elsewhere, { holderId })).entries).toEqual([]);
    expect(await getBalances(elsewhere, { holderIds: [holderId] })).toEqual([]);
  });

  test("are read page by page without a gap or a repetition", async () => {
    for (let round = 0; round < 7; round += 1) await posted(earned(BigInt(round + 1)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEntries(system, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.entries.map((entry) => entry.cursor));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(14);
    expect(new Set(seen).size).toBe(14);
    await expect(listEntries(system, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
