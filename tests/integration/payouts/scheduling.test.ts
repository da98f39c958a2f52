import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { timers } from "#db/schema/index.ts";
import { updateSettings } from "#lib/companies/index.ts";
import { cancelPayout, schedulePayout } from "#lib/payouts/index.ts";
import {
  days,
  makePayouts,
  openPayoutStage,
  type PayoutStage,
  payoutsIn,
  sellFor,
} from "#tests/support/payout-stage.ts";

let stage: PayoutStage;
beforeAll(async () => {
  stage = await openPayoutStage();
});
afterAll(() => stage?.close());

describe("a schedule", () => {
  const timersIn = (companyId: string) =>
    stage.services.db.withMachinery((tx) => tx.select().from(timers).where(eq(timers.companyId, companyId)));
  const daily = (zone: string) => ({
    timeZone: zone,
    payouts: {
      method: "csv" as const,
      minimums: {},
      secondApprovalAbove: {},
      schedule: { every: "month" as const, day: 1 },
    },
  });

  test("drafts once on its day, waits for a person, and goes on to the next", async () => {
    const at = await makePayouts(stage);
    const { system, owner, companyId } = at;
    await sellFor(system, at, 2_000n);
    await updateSettings(owner, daily("Asia/Tokyo"));
    await stage.runJobs();
    const [timer] = (await timersIn(companyId)).filter(({ job }) => job === "schedule-payout");
    const dueAt = timer?.dueAt ?? new Date(0);
    expect(dueAt.toISOString()).toMatch(/T15:00:00.000Z$/);
    stage.advance(dueAt.getTime() - stage.services.clock.now().getTime());
    await stage.runJobs();
    // A second run for the same day, as after a crash.
    await schedulePayout(system, { cutoffAt: dueAt.toISOString() });
    const [payout, ...others] = await payoutsIn(system);
    expect(others).toEqual([]);
    expect(payout).toMatchObject({ status: "draft", method: "csv", cutoffAt: dueAt });
    await cancelPayout(owner, { id: payout?.id ?? "" });
    await schedulePayout(system, { cutoffAt: dueAt.toISOString() });
    expect(await payoutsIn(system), "dropped is dropped").toHaveLength(1);
    const [next] = (await timersIn(companyId)).filter(({ job }) => job === "schedule-payout");
    expect((next?.dueAt.getTime() ?? 0) - dueAt.getTime()).toBeGreaterThan(days(27));
  });

  test("that is taken away, or finds nothing to pay, drafts nothing", async () => {
    const at = await makePayouts(stage);
    await updateSettings(at.owner, daily("UTC"));
    await stage.runJobs();
    const [timer] = await timersIn(at.companyId);
    const cutoffAt = timer?.dueAt ?? new Date(0);
    stage.advance(cutoffAt.getTime() - stage.services.clock.now().getTime());
    await stage.runJobs();
    expect(await payoutsIn(at.system)).toEqual([]);
    await sellFor(at.system, at, 2_000n);
    const { payouts } = daily("UTC");
    await updateSettings(at.owner, { payouts: { ...payouts, schedule: null } });
    await stage.runJobs();
    expect(await timersIn(at.companyId)).toEqual([]);
    await schedulePayout(at.system, { cutoffAt: cutoffAt.toISOString() });
    expect(await payoutsIn(at.system)).toEqual([]);
  });
});

test.each([
  ["an amount with too many decimals", { minimums: { USD: "5.001" } }],
  ["an amount that is negative", { secondApprovalAbove: { USD: "-5" } }],
  ["a currency that nobody knows", { minimums: { ZZZ: "5" } }],
  ["a day that no week has", { schedule: { every: "week", weekday: 8 } }],
  ["a method that does not exist", { method: "cheque" }],
])("settings with %s are refused and change nothing", async (_what, wrong) => {
  const at = await makePayouts(stage);
  const right = { method: "transfer" as const, minimums: {}, secondApprovalAbove: {}, schedule: null };
  // As it comes from outside, where no type has been checked.
  const payouts: typeof right = Object.assign(structuredClone(right), wrong);
  await expect(updateSettings(at.owner, { payouts })).rejects.toMatchObject({ code: "invalid_input" });
  stage.services.jobs.sent.splice(0);
  await updateSettings(at.owner, { payouts: right });
  expect(stage.services.jobs.named("schedule-payout")).toEqual([]);
  await updateSettings(at.owner, { payouts: { ...right, minimums: { USD: "5.00" } } });
  expect(stage.services.jobs.named("schedule-payout")).toHaveLength(1);
});
