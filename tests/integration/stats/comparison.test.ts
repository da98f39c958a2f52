import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { companyStats, linkStats, memberStats, scoreCounts, timers } from "#db/schema/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import {
  compareStats,
  getReferralStats,
  getStatsComparison,
  refreshMemberStats,
  rollUpClicks,
} from "#lib/stats/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  numbersIn,
  openReferralStage,
  type ReferralStage,
  recordClicks,
} from "#tests/support/referral-stage.ts";
import { addReferrals } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

/** A community with three members who have clicks and referrals of some days. */
async function makeBusyCommunity() {
  const { system, companyId } = await makeCompany(stage.services);
  const members = [];
  for (let nth = 0; nth < 3; nth += 1) {
    const member = await makeMember(system);
    const { id: codeId } = await makeLink(system, member.id);
    await addReferrals(system, member.id, nth + 1, new Date(testNow.getTime() - nth * dayMs));
    await recordClicks(
      system,
      [0, 3, 4].map((days) => ({ codeId, at: new Date(testNow.getTime() - days * dayMs) })),
    );
    members.push({ ...member, codeId });
  }
  await refreshMemberStats(system, { userIds: members.map(({ id }) => id) });
  await rollUpClicks(system, { since: new Date(0) });
  return { system, companyId, members };
}

const nightly = (system: Ctx) => runJob(system, "compare-stats", { companyId: system.companyId });

describe("the comparison of every night", () => {
  it("finds nothing where everything was kept as it should be, and says how many it looked at", async () => {
    const { system } = await makeBusyCommunity();
    expect(await getStatsComparison(system)).toBeNull();
    await nightly(system);
    // The three, and the six they brought.
    expect(await getStatsComparison(system)).toMatchObject({
      comparedAt: testNow,
      members: 9,
      differences: 0,
      details: [],
    });
  });

  it("finds a member's number that somebody falsified, names it, and has everything put right", async () => {
    const { system, companyId, members } = await makeBusyCommunity();
    const [member] = members;
    const before = await numbersIn(system);
    const mine = and(eq(memberStats.userId, member?.id ?? ""), eq(memberStats.period, "month"));
    await transact(system, (tx) => tx.update(memberStats).set({ score: 40, human: 99 }).where(mine));
    await nightly(system);
    expect(await getStatsComparison(system)).toMatchObject({
      details: [
        {
          of: "member",
          userId: member?.id,
          period: "month",
          periodStart: "2026-11-01",
          stored: { score: 40, human: 99 },
          rows: { score: 1, human: 3 },
        },
        // Whoever changed the member forgot the board.
        { of: "scores", period: "month", score: 1, stored: 1, rows: 0 },
        { of: "scores", period: "month", score: 40, stored: 0, rows: 1 },
      ],
    });
    expect(await numbersIn(system)).toEqual(before);
    await nightly(system);
    expect(await getStatsComparison(system)).toMatchObject({ differences: 0 });
    expect(
      (
        await getReferralStats(
          asMember(stage.services, companyId, member ?? { id: "", whopUserId: "", name: "" }),
          { userId: member?.id ?? "" },
        )
      ).rank,
    ).toBe(3);
  });

  it("finds falsified sums: of the board, of a day and of a link", async () => {
    const { system } = await makeBusyCommunity();
    const before = await numbersIn(system);
    const fourDaysAgo = "2026-11-17";
    await transact(system, async (tx) => {
      const of = { companyId: system.companyId };
      await tx
        .update(scoreCounts)
        .set({ members: 7 })
        .where(
          and(
            eq(scoreCounts.companyId, of.companyId),
            eq(scoreCounts.period, "all"),
            eq(scoreCounts.score, 2),
          ),
        );
      await tx
        .update(companyStats)
        .set({ human: 1 })
        .where(and(eq(companyStats.companyId, of.companyId), eq(companyStats.day, fourDaysAgo)));
    });
    await nightly(system);
    expect(await getStatsComparison(system)).toMatchObject({
      details: [
        { of: "scores", period: "all", score: 2, stored: 7, rows: 1 },
        { of: "day", day: fourDaysAgo, name: "human", stored: "1", rows: "3" },
      ],
    });
    expect(await numbersIn(system)).toEqual(before);
    await transact(system, (tx) =>
      tx
        .update(linkStats)
        .set({ human: 5 })
        .where(and(eq(linkStats.companyId, system.companyId), eq(linkStats.day, fourDaysAgo))),
    );
    await nightly(system);
    const found = await getStatsComparison(system);
    // A link's day is where its owner's numbers come from: what is wrong there is wrong in all of them.
    expect(found?.details.filter(({ of }) => of === "link")).toHaveLength(3);
    expect(await numbersIn(system)).toEqual(before);
  });

  it("takes for no difference what a job is about to count", async () => {
    const { system, companyId, members } = await makeBusyCommunity();
    const [member] = members;
    await addReferrals(system, member?.id ?? "", 1);
    expect((await compareStats(system)).differences).toBeGreaterThan(0);
    const queue = openQueue(stage.database.appUrl, { role: "sender", log: stage.services.log });
    await transact(system, (tx) =>
      queue.send(tx, "refresh-member-stats", [{ companyId, userIds: [member?.id] }]),
    );
    expect((await compareStats(system)).differences).toBe(0);
    await queue.close();
  });

  it("plans the next night, and is for the worker to do and for the team to read", async () => {
    const { system, companyId, members } = await makeBusyCommunity();
    await nightly(system);
    const planned = await transact(system, (tx) =>
      tx
        .select()
        .from(timers)
        .where(and(eq(timers.companyId, companyId), eq(timers.job, "compare-stats"))),
    );
    expect(planned.map(({ dueAt }) => dueAt.toISOString())).toEqual(["2026-11-22T03:00:00.000Z"]);
    const member = members[0];
    if (!member) throw new Error("There are three");
    const ctx = asMember(stage.services, companyId, member);
    const forbidden = { code: "forbidden" };
    await expect(compareStats(ctx)).rejects.toMatchObject(forbidden);
    await expect(getStatsComparison(ctx)).rejects.toMatchObject(forbidden);
  });

  it("sees only its own community", async () => {
    const { system } = await makeBusyCommunity();
    const { system: other } = await makeCompany(stage.services);
    await nightly(system);
    expect(await getStatsComparison(other)).toBeNull();
    await nightly(other);
    expect(await getStatsComparison(other)).toMatchObject({ members: 0, differences: 0 });
  });
});
