import { expect, test } from "vitest";
import { dayMs, hourMs, minuteMs } from "#lib/core/clock.ts";
import { unusualAfterMs } from "#lib/jobs/webhook-rhythm.ts";

test("a silence is unusual at twice the pauses that a community is used to", () => {
  expect(unusualAfterMs({ many: 20, thirdLongestMs: 9 * hourMs })).toBe(18 * hourMs);
});

test("a busy community's silence is never unusual within an hour, a quiet one's always after a week", () => {
  expect(unusualAfterMs({ many: 5_000, thirdLongestMs: 2 * minuteMs })).toBe(hourMs);
  expect(unusualAfterMs({ many: 30, thirdLongestMs: 6 * dayMs })).toBe(7 * dayMs);
});

test("while there is no rhythm yet, a week is waited", () => {
  expect(unusualAfterMs({ many: 19, thirdLongestMs: minuteMs })).toBe(7 * dayMs);
  expect(unusualAfterMs({ many: 20, thirdLongestMs: null })).toBe(7 * dayMs);
});
