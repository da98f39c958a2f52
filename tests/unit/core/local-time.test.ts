import { describe, expect, it } from "vitest";
import { instantAt, localTimeAt, startOfDay } from "#lib/core/local-time.ts";

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
