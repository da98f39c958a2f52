import { afterAll, beforeAll, expect, it } from "vitest";
import { linkStats, memberPreferences } from "#db/schema/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { createReward, evaluateRewards, getRewardLadder } from "#lib/rewards/index.ts";
import { refreshMemberStats } from "#lib/stats/index.ts";
import { asOwner, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  makeCommunity,
  openRewardStage,
  type RewardStage,
  redemptionsIn,
  tenPoints,
} from "#tests/support/rewards.ts";

let stage: RewardStage;
beforeAll(async () => {
  stage = await openRewardStage();
});
afterAll(async () => stage?.close());

/** A community that gives points for three days in a row, and Mona, whose link is visited on the days told. */
async function open(more: object = {}) {
  const { companyId, system, owner } = await makeCommunity(stage);
  const begin = new Date(`${stage.services.clock.now().toISOString().slice(0, 10)}T23:30:00Z`);
  stage.services.clock.set(begin);
  const team = asOwner(stage.services, companyId, owner);
  await createReward(team, tenPoints({ trigger: "streak", threshold: 3, ...more }));
  const mona = await makeMember(system, { name: "Mona" });
  const { id: codeId } = await makeLink(system, mona.id);
  const counts = { human: 1, bot: 0, preview: 0, prefetch: 0, duplicate: 0, self: 0, test: 0 };
  const dayOf = (day: number) => new Date(begin.getTime() + day * dayMs).toISOString().slice(0, 10);
  const settle = async () => {
    await refreshMemberStats(system, { userIds: [mona.id] });
    await evaluateRewards(system, { userIds: [mona.id] });
    await stage.runJobs();
  };
  const visitedOn = async (...days: readonly number[]) => {
    stage.services.clock.set(new Date(begin.getTime() + (days.at(-1) ?? 0) * dayMs));
    const rows = days.map((day) => {
      const at = new Date(begin.getTime() + day * dayMs);
      const times = { firstHumanAt: at, lastHumanAt: at };
      return { companyId, codeId, userId: mona.id, day: dayOf(day), ...counts, ...times };
    });
    await transact(system, (tx) => tx.insert(linkStats).values(rows));
    await settle();
  };
  const had = async () => (await redemptionsIn(system)).map(({ subject }) => subject).sort();
  const ladder = async () => {
    const { rungs } = await getRewardLadder(team, { userId: mona.id });
    return rungs.map(({ state, remaining }) => `${state} ${remaining}`);
  };
  return { companyId, system, mona, dayOf, visitedOn, settle, had, ladder };
}

it("each streak that is long enough earns it, however often it is looked at", async () => {
  const { visitedOn, settle, had, dayOf, ladder } = await open();
  await visitedOn(0, 1);
  expect(await had()).toEqual([]);
  expect(await ladder()).toEqual(["locked 1"]);
  await visitedOn(2);
  expect(await had()).toEqual([`streak:${dayOf(0)}`]);
  await visitedOn(3);
  await settle();
  expect(await had()).toHaveLength(1);
  expect(await ladder()).toEqual(["delivered 0"]);
  await visitedOn(20, 21);
  expect(await ladder()).toEqual(["locked 1", "delivered 0"]);
  // A day that was missed, and may be.
  await visitedOn(23);
  await settle();
  expect(await had()).toEqual([`streak:${dayOf(0)}`, `streak:${dayOf(20)}`]);
});

it("two streaks that are found together earn it twice, and once where one member may have one", async () => {
  for (const [maxPerMember, times] of [
    [null, 2],
    [1, 1],
  ] as const) {
    const { visitedOn, settle, had } = await open({ maxPerMember });
    await visitedOn(0, 1, 2, 10, 11, 12, 13);
    await settle();
    expect(await had()).toHaveLength(times);
  }
});

it("a day that is learnt late, or another time zone, makes no second one of a streak", async () => {
  const { companyId, system, mona, visitedOn, settle, had, dayOf } = await open();
  await visitedOn(5, 6, 7);
  await visitedOn(4);
  expect(await had()).toEqual([`streak:${dayOf(5)}`]);
  const zone = { companyId, userId: mona.id, timeZone: "Pacific/Kiritimati" };
  await transact(system, (tx) => tx.insert(memberPreferences).values(zone));
  await settle();
  expect(await had()).toEqual([`streak:${dayOf(5)}`]);
});

it("what was over before it was offered earns nothing", async () => {
  const { companyId, visitedOn, had, system } = await open({ threshold: 50 });
  await visitedOn(0, 1, 2);
  stage.services.clock.advance(9 * dayMs);
  const team = asOwner(stage.services, companyId, await makeMember(system, { isTeam: true }));
  await createReward(team, tenPoints({ trigger: "streak", threshold: 3 }));
  await stage.runJobs();
  expect(await had()).toEqual([]);
});
