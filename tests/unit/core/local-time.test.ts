import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, instantAt, localTimeAt, startOfDay } from "#lib/core/local-time.ts";

describe("a time that clocks show", () => {
  it.each([
    ["UTC", "2026-11-21T09:30", "2026-11-21T09:30:00.000Z"],
    ["America/Los_Angeles", "2026-11-21T09:30", "2026-11-21T17:30:00.000Z"],
    ["Asia/Kolkata", "2026-06-01T00:00", "2026-05-31T18:30:00.000Z"],
    ["Europe/Madrid", "2026-07-01T00:00", "2026-06-30T22:00:00.000Z"],
  ])("in %s at %s is %s, and back", (zone, local, instant) => {
    expect(instantAt(zone, local).toISOString()).toBe(instant);
    expect(localTimeAt(zone, new Date(instant))).toBe(local);
  });

  it("is found on both sides of a change of the clocks, and after it where they skip it", () => {
    expect(instantAt("Europe/Madrid", "2026-03-29T01:30").toISOString()).toBe("2026-03-29T00:30:00.000Z");
    expect(instantAt("Europe/Madrid", "2026-03-29T03:30").toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(startOfDay("America/Santiago", "2026-09-06").toISOString()).toBe("2026-09-06T04:00:00.000Z");
  });
});

describe("a day of a time zone", () => {
  const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

  it.each([
    ["Africa/Cairo", "2026-04-24", "has no midnight on the day on which its clocks go forward"],
    ["America/Santiago", "2026-09-06", "has none either"],
    ["America/Havana", "2026-11-01", "has its first hour twice, and begins once"],
  ])("begins with the first instant that %s calls %s: it %s", (zone, day) => {
    const at = startOfDay(zone, day);
    expect(dayOf(zone, at)).toBe(day);
    expect(dayOf(zone, new Date(at.getTime() - 1))).toBe(dayBefore(day));
  });

  it("begins with its first instant in every time zone, whatever its clocks do", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const days = fc.date({ min: new Date("2024-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(zones, days, (zone, date) => {
        const day = date.toISOString().slice(0, 10);
        const at = startOfDay(zone, day);
        expect(dayOf(zone, at)).toBe(day);
        expect(dayOf(zone, new Date(at.getTime() - 1))).toBe(dayBefore(day));
      }),
      { numRuns: 300 },
    );
  });
});
