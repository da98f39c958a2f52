import { expect, it } from "vitest";
import { daysOf, periodOf } from "#app/experiences/[experienceId]/earnings/statement/period.ts";

const berlin = "Europe/Berlin";
const now = new Date("2026-11-21T23:30:00Z"); // Half past midnight of the 22nd in Berlin.

it("a period is counted in the community's days, and its last day is in it", () => {
  const period = periodOf({ from: "2026-03-29", until: "2026-03-29" }, berlin, now);
  expect(period.from).toEqual(new Date("2026-03-28T23:00:00Z"));
  // The day on which clocks go forward has 23 hours.
  expect(period.until).toEqual(new Date("2026-03-29T22:00:00Z"));
});

it("this month and this year end with today, the last ones with their last day", () => {
  expect(daysOf("month", berlin, now)).toEqual({ from: "2026-11-01", until: "2026-11-22" });
  expect(daysOf("lastMonth", berlin, now)).toEqual({ from: "2026-10-01", until: "2026-10-31" });
  expect(daysOf("year", berlin, now)).toEqual({ from: "2026-01-01", until: "2026-11-22" });
  expect(daysOf("lastYear", berlin, now)).toEqual({ from: "2025-01-01", until: "2025-12-31" });
  const january = new Date("2026-01-15T12:00:00Z");
  expect(daysOf("lastMonth", berlin, january)).toEqual({ from: "2025-12-01", until: "2025-12-31" });
});

it("a period that is one of those offered is known as that", () => {
  expect(periodOf({}, berlin, now).preset).toBe("all");
  expect(periodOf(daysOf("lastMonth", berlin, now), berlin, now).preset).toBe("lastMonth");
  expect(periodOf({ from: "2026-11-03" }, berlin, now).preset).toBeNull();
});

it.each([
  { what: "that runs backwards", query: { from: "2026-05-02", until: "2026-05-01" } },
  { what: "with a day that does not exist", query: { from: "2026-02-30" } },
  { what: "in no calendar", query: { from: "yesterday", until: ["2026-01-01"] } },
  { what: "before anything was sold", query: { from: "0001-01-01" } },
  { what: "of empty fields", query: { from: "", until: "" } },
])("a period $what counts as not asked", ({ query }) => {
  expect(periodOf(query, berlin, now)).toMatchObject({ preset: "all", from: null, until: null });
});
