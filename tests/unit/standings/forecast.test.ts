import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayMs } from "#lib/core/clock.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { allot } from "#lib/standings/allot.ts";
import { candidatesOf } from "#lib/standings/candidates.ts";
import { forecastOf } from "#lib/standings/forecast.ts";
import type { History } from "#lib/standings/history.ts";
import { worstCase } from "#lib/standings/liability.ts";
import { placesOf } from "#lib/standings/places.ts";
import { winnersIn } from "#lib/standings/winners.ts";
import {
  campaignWith,
  hoursIn,
  paidReferral,
  scorer,
  termsWith,
  versionTerms,
} from "#tests/support/campaign-terms.ts";

const until = new Date("2026-06-01T00:00:00Z");
const rewardId = "019a0000-0000-7000-8000-000000000000";
const daysAgo = (days: number) => new Date(until.getTime() - days * dayMs);

/** Kai brought somebody so many days ago. */
function historyOf(days: readonly number[]): History {
  const referrals = days.map((ago, index) => paidReferral(`r${index}`, daysAgo(ago)));
  return { since: daysAgo(90), until, scorers: [scorer("kai")], referrals: new Map([["kai", referrals]]) };
}

const week = { startDate: until, endDate: new Date(until.getTime() + 7 * dayMs), timeZone: "UTC" };

describe("a forecast", () => {
  test("plays the campaign on every week of the past that has nothing in common with another", () => {
    // Two in the last week, one in the week before, none in the ten weeks before these.
    const forecast = forecastOf({ ...week, terms: termsWith(), prices: [] }, historyOf([1, 2, 8]));
    expect(forecast).toMatchObject({
      rehearsals: 12,
      isExtrapolated: false,
      referrals: { average: 0.3, most: 2 },
    });
    expect(forecast.points).toEqual({ average: 2.5, most: 20 });
  });

  test("of something longer than what is known is of all that is known, times how much longer it lasts", () => {
    const long = { ...week, endDate: new Date(until.getTime() + 180 * dayMs) };
    const forecast = forecastOf({ ...long, terms: termsWith(), prices: [] }, historyOf([1, 2, 8]));
    expect(forecast).toMatchObject({
      rehearsals: 1,
      isExtrapolated: true,
      referrals: { average: 6, most: 6 },
    });
  });

  test("says what points and prizes cost on average, at most so far, and at most ever", () => {
    const terms = termsWith({
      rules: { pointsCost: { currency: "USD", amount: "100.00" } },
      prizes: [{ kind: "rank", from: 1, to: 1, rewardId }],
      budget: { currency: "USD", amount: "500.00" },
    });
    const { costs } = forecastOf(
      { ...week, terms, prices: [{ minor: 1_200n, currency: "USD" }] },
      historyOf([1, 2]),
    );
    // In one week of twelve: twenty points at ten cents and a prize of twelve dollars.
    expect(costs).toEqual([
      { currency: "USD", points: "0.17", prizes: "1.00", expected: "1.17", most: "14.00", worst: "500.00" },
    ]);
  });

  test("warns where a limit would have ended it, where nothing bounds the cost, and where nobody would have scored", () => {
    const warned = (terms: ReturnType<typeof termsWith>, days: number[]) =>
      forecastOf({ ...week, terms, prices: [] }, historyOf(days)).warnings.map(sentenceOf);
    expect(warned(termsWith({ limits: { total: 1 } }), [1, 2])).toEqual([
      "The limit for everybody would have been reached on 2026-05-31 00:00 UTC.",
    ]);
    const cost = { pointsCost: { currency: "USD", amount: "1.00" } };
    expect(warned(termsWith({ rules: cost }), [1])).toEqual([expect.stringContaining("no upper bound")]);
    expect(warned(termsWith(), [])).toEqual([expect.stringContaining("nobody would have scored")]);
  });
});

describe("the worst case", () => {
  const plain = { rules: { pointsCost: { currency: "USD", amount: "10.00" } } };

  test("is the budget, or nothing that can be said while points have neither a budget nor a limit", () => {
    expect(worstCase(termsWith({ ...plain, budget: { currency: "USD", amount: "7.00" } }), [], "USD")).toBe(
      700n,
    );
    expect(worstCase(termsWith(plain), [], "USD")).toBeNull();
    expect(
      worstCase(
        termsWith({ prizes: [{ kind: "rank", from: 1, to: 3, rewardId }] }),
        [{ minor: 5n, currency: "USD" }],
        "USD",
      ),
    ).toBe(15n);
  });

  test("is never less than what a campaign with a limit comes to cost", () => {
    const story = fc.record({
      hours: fc.array(fc.integer({ min: 0, max: 167 }), { maxLength: 20 }),
      total: fc.integer({ min: 1, max: 8 }),
      at: fc.integer({ min: 1, max: 4 }),
      threshold: fc.integer({ min: 5, max: 40 }),
    });
    fc.assert(
      fc.property(story, ({ hours, total, at, threshold }) => {
        const terms = termsWith({
          rules: {
            ...plain.rules,
            multipliers: [{ kind: "weekday", days: [1, 3, 5], factorBps: 25_000 }],
            bonuses: [{ at, points: 13 }],
          },
          limits: { total },
          prizes: [
            { kind: "threshold", points: threshold, rewardId },
            { kind: "raffle", winners: 2, ticketPer: "point", rewardId },
          ],
        });
        const price = { minor: 300n, currency: "USD" };
        const worst = worstCase(terms, [price, price], "USD");
        const campaign = campaignWith(versionTerms(terms));
        const candidates = ["kai", "lea"].flatMap((name, index) =>
          candidatesOf(
            campaign,
            scorer(name),
            hours.flatMap((hour, n) => (n % 2 === index ? [paidReferral(`r${n}`, hoursIn(hour))] : [])),
            hoursIn(1_000),
          ),
        );
        const counted = allot(campaign, candidates).lines.filter(({ status }) => status === "counted");
        const points = counted.reduce((sum, line) => sum + line.points, 0);
        const scores = ["kai", "lea"].map((userId) => ({
          userId,
          points: counted.reduce((sum, line) => sum + (line.userId === userId ? line.points : 0), 0),
          referrals: 1,
          scoreReachedAt: null,
        }));
        const prizes = winnersIn(placesOf(scores), terms.prizes, "seed").length;
        expect(Number(worst)).toBeGreaterThanOrEqual(points + prizes * 300);
      }),
      { numRuns: 200 },
    );
  });
});
