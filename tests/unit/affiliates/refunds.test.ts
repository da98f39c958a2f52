import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exponentOf, readAmount, shareOf, toDecimal } from "#lib/core/money.ts";
import { seededRandom } from "#tests/sandbox/random.ts";
import { PROJECT } from "#tests/support/project-files.ts";
import { day, keptIn, sale, under } from "#tests/support/sales.ts";

/** A million draws in milliseconds, the same ones in every run. */
function draws(seed: number): (below: number) => number {
  const random = seededRandom(seed);
  return (below) => Math.floor(random() * below);
}

describe("what refunds take back of a commission", () => {
  test("adds up to all of it when the payment is all gone, over a million ways to cut a refund", () => {
    const below = draws(20_261_121);
    let wrong = 0;
    for (let round = 0; round < 1_000_000; round += 1) {
      const gross = BigInt(1 + below(1_000_000));
      const earned = shareOf(gross, BigInt(below(10_001)), 10_000n);
      let refunded = 0n;
      let taken = 0n;
      while (refunded < gross) {
        const left = Number(gross - refunded);
        refunded += BigInt(below(3) === 0 ? left : 1 + below(left));
        const target = shareOf(earned, refunded, gross);
        // What is posted is the difference to what was posted before.
        const posting = target - taken;
        if (posting < 0n) wrong += 1;
        taken += posting;
      }
      if (taken !== earned) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  test("rounded part by part would not add up, which is why it is not done so", () => {
    const parts = [333n, 333n, 334n].map((part) => shareOf(101n, part, 1_000n));
    expect(parts.reduce((sum, part) => sum + part, 0n)).not.toBe(101n);
  });

  test("is the same share however many refunds it came in, on the commissions themselves", () => {
    const below = draws(7);
    for (let round = 0; round < 2_000; round += 1) {
      const gross = 1 + below(50_000);
      const refunded = below(gross + 1);
      const cut = below(refunded + 1);
      const given = { grossMinor: BigInt(gross), taxMinor: BigInt(below(gross)) };
      const terms = { rate: { kind: "percent" as const, bps: below(10_001) } };
      const inOne = [{ at: day(2), minor: BigInt(refunded) }];
      const inTwo = [
        { at: day(2), minor: BigInt(cut) },
        { at: day(3), minor: BigInt(refunded - cut) },
      ];
      const kept = (takenBack: typeof inOne) => keptIn(under(terms, [sale(1, { ...given, takenBack })]));
      expect(kept(inTwo)).toEqual(kept(inOne));
    }
  });
});

/** The codes that Whop's SDK knows, from its own types. */
function whopCurrencies(): string[] {
  const sdk = createRequire(join(PROJECT, "package.json")).resolve("@whop/sdk/resources/shared");
  const types = readFileSync(sdk.replace(/\.m?js$/, ".d.ts"), "utf8");
  const union = /export type Currency =([^;]+);/.exec(types)?.[1] ?? "";
  return [...union.matchAll(/'([a-z_]+)'/g)].flatMap(([, code]) => (code ? [code.toUpperCase()] : []));
}

describe("each currency that Whop knows", () => {
  const all = whopCurrencies();
  const unreadable = all.filter((code) => exponentOf(code) === null);

  test("is one with minor units of its own, or its amounts are held and not guessed", () => {
    expect(all.length).toBeGreaterThanOrEqual(90);
    expect(unreadable.sort()).toEqual(["APE", "BTC", "ETH", "USDT", "WHOP_USD", "XAU"]);
    for (const code of unreadable) expect(readAmount("1.00", code)).toMatchObject({ ok: false });
  });

  test("keeps every minor unit from the amount to the commission and back", () => {
    for (const currency of all.filter((code) => !unreadable.includes(code))) {
      for (const minor of [1n, 9n, 99n, 12_345n, 10n ** 15n]) {
        const decimal = toDecimal(minor, currency);
        expect(readAmount(decimal, currency)).toEqual({ ok: true, money: { minor, currency } });
        const whole = { rate: { kind: "percent" as const, bps: 10_000 } };
        const [commission] = under(whole, [sale(1, { currency, grossMinor: minor })]);
        expect(commission).toMatchObject({ currency, earnedMinor: minor, heldBy: null });
      }
    }
  });

  test("has its own caps and flat amounts, in its own decimals", () => {
    const flat = (amounts: Record<string, string>) => ({ rate: { kind: "flat" as const, amounts } });
    const earned = (currency: string, amount: string) =>
      under(flat({ [currency]: amount }), [sale(1, { currency })])[0]?.earnedMinor;
    expect(earned("JPY", "500")).toBe(500n);
    expect(earned("KWD", "1.234")).toBe(1_234n);
    expect(() => earned("JPY", "5.50")).toThrow("amount.decimals");
    expect(() => earned("XAU", "1")).toThrow("input.knownCurrency");
  });
});
