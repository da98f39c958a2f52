import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { memberships, referrals } from "#db/schema/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { getViral, rebuildStats, updateViralMetrics } from "#lib/stats/index.ts";
import { testNow } from "#tests/support/context.ts";
import { makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

const daysAgo = (days: number) => new Date(testNow.getTime() - days * dayMs);

type Brought = Partial<typeof referrals.$inferInsert> & { signedUpAt: Date; leftAt?: Date };

async function bring(system: Ctx, referrerId: string, { leftAt, ...row }: Brought): Promise<void> {
  // The friend joins outside of every cohort that is looked at.
  const friend = await makeMember(system, { joinedAt: null });
  await transact(system, async (tx) => {
    await tx.insert(memberships).values({
      companyId: system.companyId,
      membershipId: unique("mem_"),
      whopUserId: friend.whopUserId,
      status: leftAt ? "canceled" : "active",
      whopCreatedAt: row.signedUpAt,
      stateAt: leftAt ?? row.signedUpAt,
    });
    await tx.insert(referrals).values({
      companyId: system.companyId,
      id: newId(row.signedUpAt),
      referrerId,
      referredId: friend.id,
      status: "converted",
      evidence: "checkout_metadata",
      rulesVersion: 1,
      isVerified: true,
      convertedAt: row.signedUpAt,
      ...row,
    });
  });
}

async function cohort(system: Ctx, members: number, joinedAt: Date): Promise<string[]> {
  const ids = [];
  for (let nth = 0; nth < members; nth += 1) ids.push((await makeMember(system, { joinedAt })).id);
  return ids;
}

it("K and net K are those of the definition: 100 members, 20 who paid, 4 of them refunded in the window", async () => {
  const { system } = await makeCompany(stage.services);
  const ids = await cohort(system, 100, daysAgo(40));
  for (const [nth, id] of ids.slice(0, 20).entries()) {
    const refunded =
      nth < 4 ? { status: "cancelled" as const, cancelReason: "refunded", cancelledAt: daysAgo(20) } : {};
    await bring(system, id, { signedUpAt: daysAgo(30), ...refunded });
  }
  await updateViralMetrics(system);
  const { k, net, low, high, members, windowDays, cycleTimeDays } = await getViral(system);
  expect([k, net, members, windowDays, cycleTimeDays]).toEqual([0.2, 0.16, 100, 30, 10]);
  const s = Math.sqrt((20 * 0.8 ** 2 + 80 * 0.2 ** 2) / 99);
  expect(low).toBeCloseTo(0.2 - (1.96 * s) / 10, 9);
  expect(high).toBeCloseTo(0.2 + (1.96 * s) / 10, 9);
});

it("counts who came within the window after the referrer's join, and is still there at its end for net K", async () => {
  const { system } = await makeCompany(stage.services);
  const [id = ""] = await cohort(system, 1, daysAgo(60));
  const end = 30;
  await bring(system, id, { signedUpAt: daysAgo(60) });
  await bring(system, id, { signedUpAt: daysAgo(end) });
  // Outside: a millisecond after the window, before the join, never paid, rejected, credited elsewhere.
  await bring(system, id, { signedUpAt: new Date(daysAgo(end).getTime() + 1) });
  await bring(system, id, { signedUpAt: daysAgo(61) });
  await bring(system, id, { signedUpAt: daysAgo(50), status: "pending", convertedAt: null });
  await bring(system, id, { signedUpAt: daysAgo(50), review: "rejected" });
  await bring(system, id, {
    signedUpAt: daysAgo(50),
    status: "cancelled",
    convertedAt: null,
    cancelReason: "superseded",
    cancelledAt: daysAgo(49),
  });
  // Gross only: gone within the window. Both: gone or refunded after it.
  await bring(system, id, { signedUpAt: daysAgo(50), leftAt: daysAgo(40) });
  await bring(system, id, { signedUpAt: daysAgo(50), leftAt: daysAgo(10) });
  await bring(system, id, {
    signedUpAt: daysAgo(50),
    status: "cancelled",
    cancelReason: "refunded",
    cancelledAt: daysAgo(10),
  });
  await updateViralMetrics(system);
  expect(await getViral(system)).toMatchObject({ k: 5, net: 4, members: 1, low: null, high: null });
});

it("leaves out cohorts whose window has not passed for their last member", async () => {
  const { system } = await makeCompany(stage.services);
  const [young = ""] = await cohort(system, 1, daysAgo(30));
  await bring(system, young, { signedUpAt: daysAgo(29) });
  await updateViralMetrics(system);
  expect(await getViral(system)).toMatchObject({ k: null, net: null, members: 0 });
  const rows = await transact(system, (tx) =>
    tx.execute(sql`SELECT cohort_members AS n FROM viral_metrics WHERE company_id = ${system.companyId}
                    AND cohort_members > 0`),
  );
  expect([...rows]).toEqual([{ n: 1 }]);
});

it("a day long past is made anew when others are known by now to have joined on it", async () => {
  const { system } = await makeCompany(stage.services);
  const [id = ""] = await cohort(system, 1, daysAgo(60));
  await bring(system, id, { signedUpAt: daysAgo(59) });
  await updateViralMetrics(system);
  await cohort(system, 3, daysAgo(60));
  await cohort(system, 1, daysAgo(50));
  await updateViralMetrics(system);
  expect(await getViral(system)).toMatchObject({ k: 0.2, members: 5 });
});

it("what becomes known of a day long past is counted when all numbers are made anew", async () => {
  const { system } = await makeCompany(stage.services);
  const [id = ""] = await cohort(system, 2, daysAgo(60));
  await updateViralMetrics(system);
  await bring(system, id, { signedUpAt: daysAgo(59) });
  await rebuildStats(system);
  expect(await getViral(system)).toMatchObject({ k: 0.5, members: 2 });
});

it("making the days again changes nothing, and each has its own row", async () => {
  const { system } = await makeCompany(stage.services);
  const [id = ""] = await cohort(system, 3, daysAgo(45));
  await bring(system, id, { signedUpAt: daysAgo(44) });
  const read = () =>
    transact(system, (tx) =>
      tx.execute(
        sql`SELECT to_jsonb(v) - 'updated_at' AS row FROM viral_metrics v WHERE company_id = ${system.companyId} ORDER BY metric_date`,
      ),
    );
  await updateViralMetrics(system);
  const before = [...(await read())];
  expect(before).toHaveLength(45);
  await updateViralMetrics(system);
  expect([...(await read())]).toEqual(before);
});
