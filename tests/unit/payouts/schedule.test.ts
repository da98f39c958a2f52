import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf } from "#lib/core/local-time.ts";
import { nextOccurrence } from "#lib/payouts/schedule.ts";

const dayMs = 86_400_000;
const next = (schedule: Parameters<typeof nextOccurrence>[0], zone: string, after: string) =>
  nextOccurrence(schedule, zone, new Date(after)).toISOString();

describe("the next day of a schedule", () => {
  it.each([
    [
      "a Monday, from a Friday",
      { every: "week", weekday: 1 },
      "UTC",
      "2026-11-20T12:00:00Z",
      "2026-11-23T00",
    ],
    [
      "a Monday, from its very beginning",
      { every: "week", weekday: 1 },
      "UTC",
      "2026-11-23T00:00:00Z",
      "2026-11-30T00",
    ],
    ["a Sunday", { every: "week", weekday: 7 }, "UTC", "2026-11-21T12:00:00Z", "2026-11-22T00"],
    [
      "the first, in Tokyo",
      { every: "month", day: 1 },
      "Asia/Tokyo",
      "2026-11-21T00:00:00Z",
      "2026-11-30T15",
    ],
    [
      "the first, in New York",
      { every: "month", day: 1 },
      "America/New_York",
      "2026-11-21T00:00:00Z",
      "2026-12-01T05",
    ],
    [
      "the 31st of a month with 30 days",
      { every: "month", day: 31 },
      "UTC",
      "2026-11-05T00:00:00Z",
      "2026-11-30T00",
    ],
    [
      "the 31st of a leap year's February",
      { every: "month", day: 31 },
      "UTC",
      "2028-02-05T00:00:00Z",
      "2028-02-29T00",
    ],
    [
      "the 30th of an ordinary February",
      { every: "month", day: 30 },
      "UTC",
      "2027-02-05T00:00:00Z",
      "2027-02-28T00",
    ],
  ] as const)("is right for %s", (_what, schedule, zone, after, expected) => {
    expect(next(schedule, zone, after)).toBe(`${expected}:00:00.000Z`);
  });

  it("is never skipped, and never comes twice, in any time zone, whatever its clocks do", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2035, 0, 1) });
    const schedules = fc.oneof(
      fc.record({ every: fc.constant("week" as const), weekday: fc.integer({ min: 1, max: 7 }) }),
      fc.record({ every: fc.constant("month" as const), day: fc.integer({ min: 1, max: 31 }) }),
    );
    fc.assert(
      fc.property(zones, instants, schedules, (zone, ms, schedule) => {
        const first = nextOccurrence(schedule, zone, new Date(ms));
        const second = nextOccurrence(schedule, zone, first);
        expect(first.getTime()).toBeGreaterThan(ms);
        const apart = (Date.parse(dayOf(zone, second)) - Date.parse(dayOf(zone, first))) / dayMs;
        if (schedule.every === "week") expect(apart).toBe(7);
        else expect(apart).toBeGreaterThanOrEqual(28);
        expect(apart).toBeLessThanOrEqual(31);
        expect(nextOccurrence(schedule, zone, new Date(first.getTime() - 1))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });
});
