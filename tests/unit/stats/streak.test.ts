import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { streakOf, streakOn } from "#lib/streaks/streak.ts";

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Lived day by day, as somebody would who keeps a list on paper. `today` itself is not over. */
function livedThrough(active: ReadonlySet<number>, first: number, today: number) {
  let run: number[] = [];
  let missed: number[] = [];
  let best = 0;
  for (let day = first; day <= today; day += 1) {
    if (active.has(day)) {
      run.push(day);
      best = Math.max(best, run.length);
    } else if (run.length > 0 && day < today) {
      const lastSeven = [...missed, day].filter((one) => one > day - 7);
      missed.push(day);
      if (lastSeven.length > 1) [run, missed] = [[], []];
    }
  }
  return { days: run.length, best, missed };
}

/** Mostly one after the other: long runs are what the rule is about. */
const gap = fc.oneof(
  { weight: 12, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constant(2) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: 5 }) },
);
const activeDays = fc.array(gap, { minLength: 1, maxLength: 60 }).map((gaps) => {
  let day = 20_000;
  return gaps.map((one) => {
    day += one;
    return day;
  });
});

describe("a streak", () => {
  it("is what a person finds who goes through the days one by one, on any day", () => {
    fc.assert(
      fc.property(activeDays, fc.nat(12), (days, later) => {
        const [first = 0, last = 0] = [days[0], days.at(-1)];
        const today = last + later;
        const lived = livedThrough(new Set(days), first, today);
        const shown = streakOn(dateOf(today), streakOf(days));
        expect(shown).toMatchObject({ days: lived.days, best: lived.best, lastDay: dateOf(last) });
        if (lived.days > 0)
          expect(shown.freeze.usedOn).toBe(
            lived.missed.at(-1) === undefined ? null : dateOf(lived.missed.at(-1) ?? 0),
          );
      }),
      { numRuns: 500 },
    );
  });

  it("is still there on the day it says it must be kept by, and over on the day after", () => {
    fc.assert(
      fc.property(activeDays, fc.nat(3), (days, later) => {
        const streak = streakOf(days);
        const { keepBy } = streakOn(dateOf((days.at(-1) ?? 0) + later), streak);
        if (keepBy === null) return;
        const day = Date.parse(keepBy) / 86_400_000;
        expect(streakOn(dateOf(day), streak).days).toBe(streak.days);
        expect(streakOn(dateOf(day + 1), streak).days).toBe(0);
        expect(streakOf([...days, day]).days).toBe(streak.days + (days.includes(day) ? 0 : 1));
        expect(streakOf([...days, day + 1]).days).toBe(1);
      }),
    );
  });

  it("outlives one missed day in any seven, and says when the next may be missed", () => {
    const weekWithoutItsThird = [1, 2, 4, 5, 6, 7, 8];
    expect(streakOf(weekWithoutItsThird)).toEqual({
      days: 7,
      until: dateOf(8),
      missedOn: dateOf(3),
      best: 7,
    });
    // The 3rd and the 9th are within seven days; the 3rd and the 10th are not.
    expect(streakOf([...weekWithoutItsThird, 10]).days).toBe(1);
    expect(streakOf([...weekWithoutItsThird, 9, 11]).days).toBe(9);
    expect(streakOn(dateOf(8), streakOf(weekWithoutItsThird))).toMatchObject({
      keepBy: dateOf(9),
      freeze: { isReady: false, usedOn: dateOf(3), readyOn: dateOf(10) },
    });
    expect(streakOn(dateOf(10), streakOf([8, 9]))).toMatchObject({
      days: 2,
      keepBy: dateOf(11),
      freeze: { isReady: true, usedOn: null, readyOn: null },
    });
  });

  it("that was lost does not come back with its missed days", () => {
    // Lost on the 8th; the days since the 9th are a run of their own, whatever was missed before.
    expect(streakOf([1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 16]).days).toBe(7);
  });

  it("of nobody is none", () => {
    expect(streakOf([])).toEqual({ days: 0, until: null, missedOn: null, best: 0 });
    expect(streakOn("2026-11-21", streakOf([]))).toMatchObject({ days: 0, keepBy: null, lastDay: null });
  });
});
