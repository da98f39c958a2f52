import { expect, it } from "vitest";
import {
  expectationOf,
  membershipToExtend,
  readPeriod,
  wereDaysAdded,
} from "#lib/rewards/membership-period.ts";

const day = 86_400_000;
const start = new Date("2026-03-01T10:00:00Z");
const end = new Date("2026-03-31T10:00:00Z");
const later = (at: Date, days: number) => new Date(at.getTime() + days * day);
const period = (startsAt: Date | null, endsAt: Date | null) => ({
  membershipId: "mem_1",
  status: "active",
  startsAt,
  endsAt,
});

it("an end that has not moved says that the days were not added", () => {
  expect(wereDaysAdded(period(start, end), expectationOf(end, 7))).toBe("no");
});

it("an end that has moved by the days says that they were added, also with an hour of daylight saving", () => {
  const expected = expectationOf(end, 7);
  expect(wereDaysAdded(period(start, later(end, 7)), expected)).toBe("yes");
  expect(wereDaysAdded(period(start, new Date(later(end, 7).getTime() - 3_600_000)), expected)).toBe("yes");
});

it("a renewal of exactly as many days is not mistaken for them", () => {
  const expected = expectationOf(end, 30);
  expect(wereDaysAdded(period(end, later(end, 30)), expected)).toBe("no");
  expect(wereDaysAdded(period(later(end, 30), later(end, 60)), expected)).toBe("yes");
});

it("an end that fits neither is left to a person", () => {
  expect(wereDaysAdded(period(start, later(end, 3)), expectationOf(end, 7))).toBe("unclear");
  expect(wereDaysAdded(period(start, null), expectationOf(end, 7))).toBe("unclear");
});

it("days go to the membership that is paid for and ends soonest, and to none that has no end or has ended", () => {
  const memberships = [
    { ...period(start, null), membershipId: "mem_lifetime", status: "completed" },
    { ...period(start, later(end, 5)), membershipId: "mem_late" },
    { ...period(start, end), membershipId: "mem_trial", status: "trialing" },
    { ...period(start, later(end, 1)), membershipId: "mem_soon" },
    { ...period(start, end), membershipId: "mem_over", status: "expired" },
  ];
  expect(membershipToExtend(memberships)?.membershipId).toBe("mem_soon");
  expect(membershipToExtend(memberships.filter(({ status }) => status === "expired"))).toBeNull();
});

it("reads the period from Whop's older and newer shape, and nothing from anything else", () => {
  const older = {
    id: "mem_1",
    status: "active",
    renewal_period_start: start.toISOString(),
    renewal_period_end: end,
  };
  expect(readPeriod(older)).toEqual(period(start, end));
  expect(readPeriod({ id: "mem_1", status: "active", current_period_end: end.toISOString() })).toEqual(
    period(null, end),
  );
  expect(readPeriod("mem_1")).toBeNull();
});
