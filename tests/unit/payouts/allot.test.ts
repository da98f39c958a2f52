import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allot, totalOf, type Unpaid } from "#lib/payouts/allot.ts";

const unpaid = (...amounts: bigint[]): Unpaid[] =>
  amounts.map((unpaidMinor, index) => ({ kind: "commission" as const, id: `c${index}`, unpaidMinor }));

describe("the commissions that an amount pays", () => {
  it("are the oldest, the last of them in part", () => {
    expect(allot(unpaid(300n, 200n, 100n), 450n)).toEqual([
      { kind: "commission", id: "c0", unpaidMinor: 300n },
      { kind: "commission", id: "c1", unpaidMinor: 150n },
    ]);
  });

  it("make up first for all that has to come back, wherever it stands", () => {
    expect(allot(unpaid(300n, -100n, 200n, -50n), 350n)).toEqual([
      { kind: "commission", id: "c1", unpaidMinor: -100n },
      { kind: "commission", id: "c3", unpaidMinor: -50n },
      { kind: "commission", id: "c0", unpaidMinor: 300n },
      { kind: "commission", id: "c2", unpaidMinor: 200n },
    ]);
  });

  it.each([0n, -1n, 101n])("are none for %s of 100: that is nothing, or more than is owed", (amount) => {
    expect(() => allot(unpaid(150n, -50n), amount)).toThrow("what is owed, or less");
  });

  it("sum to the amount, never take more of a commission than it has, and leave none of what has to come back", () => {
    const amounts = fc.array(fc.bigInt({ min: -10_000n, max: 10_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 100_000n }), (list, wanted) => {
        const all = unpaid(...list);
        fc.pre(totalOf(all) > 0n);
        const amount = 1n + (wanted % totalOf(all));
        const parts = allot(all, amount);
        expect(totalOf(parts)).toBe(amount);
        const byId = new Map(all.map((one) => [one.id, one.unpaidMinor]));
        expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length);
        for (const { id, unpaidMinor } of parts) {
          const has = byId.get(id) ?? 0n;
          expect(has < 0n ? unpaidMinor === has : unpaidMinor > 0n && unpaidMinor <= has).toBe(true);
        }
        const back = (of: Unpaid[]) => of.filter(({ unpaidMinor }) => unpaidMinor < 0n).length;
        expect(back(parts)).toBe(back(all));
      }),
      { numRuns: 2_000 },
    );
  });
});
