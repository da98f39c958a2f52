import { expect, it } from "vitest";
import { attemptsInAll, jobCatalog, jobNames, pauseAfter } from "#lib/jobs/index.ts";

it("there are ten attempts over about a day, the second of them soon", () => {
  const pauses: number[] = [];
  for (let failed = 1; ; failed++) {
    const pause = pauseAfter(failed, () => 0.5);
    if (pause === null) break;
    pauses.push(pause);
  }
  expect(pauses.length + 1).toBe(10);
  expect(attemptsInAll).toBe(10);
  expect(pauses[0]).toBeLessThanOrEqual(10);
  const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600;
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(28);
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
});

it("what failed together does not come back together", () => {
  expect(pauseAfter(5, () => 0)).not.toBe(pauseAfter(5, () => 0.99));
});

it("every job of the catalog refuses a payload without its company, or with a field it does not know", () => {
  for (const name of jobNames) {
    const { payload } = jobCatalog[name];
    expect(payload.safeParse({}).success, name).toBe(false);
    expect(payload.safeParse({ companyId: "acme" }).success, name).toBe(false);
    expect(payload.safeParse({ companyId: "biz_1", surprise: 1 }).success, name).toBe(false);
  }
});
