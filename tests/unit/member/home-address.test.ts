import { expect, test } from "vitest";
import { addressOf, askedFor } from "#app/experiences/[experienceId]/_home/asked-for.ts";

const here = "/experiences/exp_1";
const [after, trace] = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"];

test("a trace opens and closes where the member is: on the page and the board they look at", () => {
  const asked = askedFor({ period: "week", after });
  expect(addressOf(here, { ...asked, trace })).toBe(`${here}?period=week&after=${after}&trace=${trace}`);
  expect(addressOf(here, asked)).toBe(`${here}?period=week&after=${after}`);
});

test("an address asks only for what the page would not show anyway", () => {
  expect(addressOf(here, askedFor({ period: "all" }))).toBe(here);
  expect(addressOf(here, askedFor({ period: "century", after: "1", trace }))).toBe(`${here}?trace=${trace}`);
});
