import { expect, it } from "vitest";
import { askedFor, namedInPath } from "#app/experiences/[experienceId]/_home/asked-for.ts";

const id = "019a0000-0000-7000-8000-000000000000";

it("a link to a referral opens its trace, and any other path opens none", () => {
  const traceOf = (...rest: string[]) => askedFor(namedInPath(rest)).trace;
  expect(traceOf("activity", id)).toBe(id);
  expect(traceOf("activity", "../../dashboard")).toBeUndefined();
  expect(traceOf("activity")).toBeUndefined();
  expect(traceOf("leaderboard", id)).toBeUndefined();
  expect(traceOf()).toBeUndefined();
});
