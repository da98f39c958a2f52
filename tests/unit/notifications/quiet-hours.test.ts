import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterQuietHours, hourOf } from "#lib/notifications/quiet-hours.ts";

/** With changes of clocks by an hour and by half of one, in both hemispheres, and offsets of three quarters. */
const zones = [
  "America/St_Johns",
  "Europe/Madrid",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Chatham",
];
const minute = 60_000;
const hour = fc.integer({ min: 0, max: 23 });
const instant = fc
  .integer({ min: Date.parse("2026-01-01") / minute, max: Date.parse("2027-12-31") / minute })
  .map((minutes) => new Date(minutes * minute));

/** As somebody would tell who looks at a clock on the wall. */
function isNight(shown: number, from: number, until: number): boolean {
  for (let h = from; h !== until; h = (h + 1) % 24) if (h === shown) return true;
  return false;
}

describe("quiet hours", () => {
  it("let nothing through at night and keep nothing a minute longer, in any zone and over any change of clocks", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, hour, hour, (zone, at, from, until) => {
        const sent = afterQuietHours(at, zone, { from, until });
        expect(isNight(hourOf(zone, sent), from, until)).toBe(false);
        expect(sent.getTime()).toBeGreaterThanOrEqual(at.getTime());
        // Not even the longest night is longer than a day and the hour that a change of clocks gives it.
        expect(sent.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 60 * minute);
        for (let then = at.getTime(); then < sent.getTime(); then += 5 * minute)
          expect(isNight(hourOf(zone, new Date(then)), from, until)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("go by what the clocks of a zone show, however often and in which order they are looked at", () => {
    const looks = fc.array(fc.tuple(fc.constantFrom(...zones), instant), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(looks, (asked) => {
        for (const [timeZone, at] of asked) {
          const shown = at.toLocaleString("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
          expect(hourOf(timeZone, at)).toBe(Number(shown));
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["a night that loses an hour", "Europe/Madrid", "2026-03-29T00:30:00Z", "2026-03-29T06:00:00Z"],
    ["a night that gains an hour", "Europe/Madrid", "2026-10-24T22:30:00Z", "2026-10-25T07:00:00Z"],
    [
      "a night that gains half an hour",
      "Australia/Lord_Howe",
      "2026-04-04T12:00:00Z",
      "2026-04-04T21:30:00Z",
    ],
    ["an ordinary night", "Asia/Kathmandu", "2026-11-21T17:00:00Z", "2026-11-22T02:15:00Z"],
  ])("%s ends at eight by the clock", (_what, zone, at, morning) => {
    expect(afterQuietHours(new Date(at), zone, { from: 22, until: 8 })).toEqual(new Date(morning));
  });

  it("are never where they begin when they end", () => {
    const at = new Date("2026-11-21T03:00:00Z");
    expect(afterQuietHours(at, "Europe/Madrid", { from: 5, until: 5 })).toEqual(at);
  });
});
