import { minorOf, type VersionTerms, winnersOf } from "../campaigns/index.ts";
import type { Candidate } from "./scoring.ts";

/** What points and prizes cost of a campaign's budget, as they come. */
export class Costs {
  readonly #budgetMinor: bigint | null;
  readonly #per1000: bigint;
  readonly #thresholds: readonly { points: number; costMinor: bigint }[];
  readonly #points = new Map<string, number>();
  #everybody = 0n;
  usedMinor = 0n;

  constructor({ budget, rules, prizes, prizeCosts }: VersionTerms) {
    this.#budgetMinor = budget && minorOf(budget);
    this.#per1000 = rules.pointsCost ? minorOf(rules.pointsCost) : 0n;
    const costOf = (index: number) => BigInt(prizeCosts[index] ?? 0);
    this.#thresholds = prizes.flatMap((prize, index) =>
      prize.kind === "threshold" ? [{ points: prize.points, costMinor: costOf(index) }] : [],
    );
    if (budget)
      for (const [index, prize] of prizes.entries())
        if (prize.kind !== "threshold") this.usedMinor += costOf(index) * BigInt(winnersOf(prize));
  }

  /** What a line costs; null where the budget has no room for it. */
  take({ userId, points }: Candidate): bigint | null {
    if (this.#budgetMinor === null) return 0n;
    const before = this.#points.get(userId) ?? 0;
    const after = before + points;
    let costMinor = this.#costOf(this.#everybody + BigInt(points)) - this.#costOf(this.#everybody);
    for (const threshold of this.#thresholds)
      if (before < threshold.points && threshold.points <= after) costMinor += threshold.costMinor;
    if (this.usedMinor + costMinor > this.#budgetMinor) return null;
    this.usedMinor += costMinor;
    this.#points.set(userId, after);
    this.#everybody += BigInt(points);
    return costMinor;
  }

  /** Of all points together, rounded once: parts that are rounded one by one do not add up. */
  #costOf(points: bigint): bigint {
    return (2n * points * this.#per1000 + 1000n) / 2000n;
  }
}
