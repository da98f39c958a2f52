import fc from "fast-check";
import { expect, test } from "vitest";
import { dayMs } from "#lib/core/clock.ts";
import { levelOf, scoreOf, type TrustFacts } from "#lib/trust/score.ts";
import { defaultVouchRules as rules } from "#lib/trust/vouch-rules.ts";

const now = new Date("2026-11-21T12:00:00.000Z");
const many = fc.integer({ min: 0, max: 5_000 });
const facts: fc.Arbitrary<TrustFacts> = fc.record({
  joinedAt: fc.option(
    fc.integer({ min: -10, max: 4_000 }).map((days) => new Date(now.getTime() - days * dayMs)),
  ),
  stayed: many,
  refunded: many,
  disputed: many,
  held: many,
  rejected: many,
  vouches: fc.record({ primary: many, secondary: many, community: many }),
});

const nobody: TrustFacts = {
  joinedAt: now,
  stayed: 0,
  refunded: 0,
  disputed: 0,
  held: 0,
  rejected: 0,
  vouches: { primary: 0, secondary: 0, community: 0 },
};

test("a score is between 0 and 100 and the sum of its parts, whatever the facts are", () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { score, parts } = scoreOf(given, rules, now);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      for (const { points, of } of parts)
        expect(points >= 0 && points <= of && Number.isInteger(points)).toBe(true);
    }),
  );
});

test("what turns out well never lowers a score, and what turns out badly never raises it", () => {
  const better = ["stayed"] as const;
  const worse = ["refunded", "disputed", "held", "rejected"] as const;
  fc.assert(
    fc.property(facts, (given) => {
      const { score } = scoreOf(given, rules, now);
      for (const name of better)
        expect(scoreOf({ ...given, [name]: given[name] + 1 }, rules, now).score).toBeGreaterThanOrEqual(
          score,
        );
      for (const name of worse)
        expect(scoreOf({ ...given, [name]: given[name] + 1 }, rules, now).score).toBeLessThanOrEqual(score);
    }),
  );
});

test("vouches are worth 30, 30 and 40 percent of their part, and no more beyond the limits", () => {
  const points = (primary: number, secondary: number, community: number) =>
    scoreOf({ ...nobody, vouches: { primary, secondary, community } }, rules, now).parts[2]?.points;
  expect(points(1, 0, 0)).toBe(9);
  expect(points(0, 1, 0)).toBe(3);
  expect(points(0, 3, 0)).toBe(9);
  expect(points(0, 0, 1)).toBe(6);
  expect(points(0, 0, 2)).toBe(12);
  expect(points(7, 9, 9)).toBe(30);
});

test("somebody who is new is neither trusted nor distrusted, and a dispute costs more than a refund", () => {
  const score = (more: Partial<TrustFacts>) => scoreOf({ ...nobody, ...more }, rules, now).score;
  expect(score({})).toBe(30);
  expect(score({ stayed: 8 })).toBe(54);
  expect(score({ stayed: 8, refunded: 1 })).toBeGreaterThan(score({ stayed: 8, disputed: 1 }));
  expect(score({ joinedAt: new Date(now.getTime() - 90 * dayMs) })).toBe(35);
  expect([10, 40, 60, 80].map(levelOf)).toEqual(["new", "known", "trusted", "proven"]);
});
