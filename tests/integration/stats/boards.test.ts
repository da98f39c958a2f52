import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Visibility } from "#db/enums.ts";
import { memberPreferences, referrals } from "#db/schema/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { getLeaderboard, getReferralStats, periodStartOf, refreshMemberStats } from "#lib/stats/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, type TestMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";
import { addReferrals, refundReferral } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

const periods = ["week", "month", "season", "all"] as const;
type Period = (typeof periods)[number];

async function score(system: Ctx, member: TestMember, many: number, at?: Date): Promise<string[]> {
  const ids = await addReferrals(system, member.id, many, at);
  await refreshMemberStats(system, { userIds: [member.id] });
  return ids;
}

async function choose(system: Ctx, member: TestMember, visibility: Visibility, alias: string | null = null) {
  const { companyId } = system;
  await transact(system, (tx) =>
    tx.insert(memberPreferences).values({ companyId, userId: member.id, visibility, alias }),
  );
}

type Brought = { who: number; at: Date; id: string; counts: boolean };

/** Everybody's place by counting, for who looks at the list with a pencil. */
function placesOf(brought: readonly Brought[], members: number, from: string): (number | null)[] {
  const scores = Array.from(
    { length: members },
    (_, who) =>
      brought.filter((one) => one.who === who && one.counts && one.at.toISOString().slice(0, 10) >= from)
        .length,
  );
  return scores.map((mine) => (mine === 0 ? null : 1 + scores.filter((other) => other > mine).length));
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who: fc.nat(4), daysAgo: fc.constantFrom(0, 0, 1, 3, 30) }) },
  { weight: 1, arbitrary: fc.record({ refund: fc.nat(8) }) },
);
/** From a Sunday on, so that a week, and then a month, begins. */
const story = fc.array(fc.array(step, { maxLength: 4 }), { minLength: 2, maxLength: 4 });

describe("a board", () => {
  it("shows every place, and the place of this morning, as counting by hand does", async () => {
    const { services } = stage;
    const sunday = new Date("2026-11-29T15:00:00Z");
    await fc.assert(
      fc.asyncProperty(story, async (days) => {
        const { system } = await makeCompany(services);
        services.clock.set(sunday);
        const members = [];
        for (let nth = 0; nth < 5; nth += 1) members.push(await makeMember(system));
        const brought: Brought[] = [];
        for (const steps of days) {
          const now = services.clock.now();
          const startOf = (period: Period) => periodStartOf(period, now);
          const placesNow = () => periods.map((period) => placesOf(brought, 5, startOf(period)));
          const morning = placesNow();
          for (const one of steps) {
            if ("refund" in one) {
              const it = brought.filter(({ counts }) => counts)[one.refund];
              if (!it) continue;
              it.counts = false;
              await refundReferral(system, it.id);
              await refreshMemberStats(system, { userIds: [members[it.who]?.id ?? ""] });
            } else {
              const { who, daysAgo } = one;
              const at = new Date(now.getTime() - daysAgo * dayMs);
              const [id = ""] = await score(
                system,
                members[who] ?? { id: "", whopUserId: "", name: "" },
                1,
                at,
              );
              brought.push({ who, at, id, counts: true });
            }
          }
          const evening = placesNow();
          for (const [nth, period] of periods.entries()) {
            const { top } = await getLeaderboard(system, { period });
            const shown = members.map(({ id }) => top.find(({ userId }) => userId === id));
            expect(shown.map((row) => row?.rank ?? null)).toEqual(evening[nth]);
            expect(shown.map((row) => row?.rankBefore)).toEqual(
              evening[nth]?.map((place, who) => (place === null ? undefined : morning[nth]?.[who])),
            );
            const around = await getLeaderboard(system, { period, around: members[0]?.id ?? "" });
            for (const row of around.around) expect(top).toContainEqual({ ...row, isMe: false });
          }
          services.clock.advance(dayMs);
        }
        services.clock.set(testNow);
      }),
      { numRuns: 15 },
    );
  });

  it("of one member shows that member, first of one, with nobody around", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const member = await makeMember(system, { name: "Ada" });
    await score(system, member, 1);
    const board = await getLeaderboard(asMember(stage.services, companyId, member));
    const alone = { rank: 1, rankBefore: null, score: 1, name: "Ada", isMe: true };
    expect(board).toMatchObject({ rankedMembers: 1, top: [alone], around: [alone] });
    expect([board.top.length, board.around.length]).toEqual([1, 1]);
  });

  it("of nobody is empty", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const board = await getLeaderboard(asMember(stage.services, companyId, member), { period: "season" });
    expect(board).toMatchObject({ rankedMembers: 0, top: [], around: [], periodStart: "2026-10-01" });
  });

  it("gives places 1, 1, 3 on every period's board, and none for what is held or was taken back", async () => {
    const { system } = await makeCompany(stage.services);
    const members = [];
    for (const [many, then] of [[2], [2], [1], [3, "refunded"], [4, "held"]] as const) {
      const member = await makeMember(system);
      const ids = await score(system, member, many);
      for (const id of ids) {
        if (then === "refunded") await refundReferral(system, id);
        if (then === "held")
          await transact(system, (tx) =>
            tx.update(referrals).set({ review: "held" }).where(eq(referrals.id, id)),
          );
      }
      await refreshMemberStats(system, { userIds: [member.id] });
      members.push(member);
    }
    for (const period of ["day", ...periods] as const) {
      const { top, rankedMembers } = await getLeaderboard(system, { period });
      expect([rankedMembers, ...top.map(({ rank, score }) => `${rank}: ${score}`)]).toEqual([
        3,
        "1: 2",
        "1: 2",
        "3: 1",
      ]);
    }
  });

  it("shows members as they chose, and tells nobody but them and the team who they are", async () => {
    const { services } = stage;
    const { system, companyId } = await makeCompany(services);
    const names = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Edsger Dijkstra"];
    const members: TestMember[] = [];
    for (const [nth, name] of names.entries()) {
      const member = await makeMember(system, { name, avatarUrl: `https://pictures.test/${nth}` });
      await score(system, member, names.length - nth);
      members.push(member);
    }
    const [ada, grace, alan, edsger] = members;
    if (!ada || !grace || !alan || !edsger) throw new Error("There are four");
    await choose(system, grace, "first_name");
    await choose(system, alan, "alias", "Enigma");
    await choose(system, edsger, "hidden");
    const asSeen = async (ctx: Ctx) =>
      (await getLeaderboard(ctx)).top.map(({ name, userId, avatarUrl, rank }) => [
        rank,
        name,
        userId !== null,
        avatarUrl !== null,
      ]);
    expect(await asSeen(asMember(services, companyId, ada))).toEqual([
      [1, "Ada Lovelace", true, true],
      [2, "Grace", true, true],
      [3, "Enigma", false, false],
      [4, null, false, false],
    ]);
    const open = names.map((name, nth) => [nth + 1, name, true, true]);
    expect(await asSeen(asOwner(services, companyId, ada))).toEqual(open);
    expect((await asSeen(asMember(services, companyId, edsger)))[3]).toEqual(open[3]);
    const { around } = await getLeaderboard(asMember(services, companyId, grace), { around: grace.id });
    expect(around.map(({ name, isMe }) => [name, isMe])).toEqual([
      ["Ada Lovelace", false],
      ["Grace Hopper", true],
      ["Enigma", false],
      [null, false],
    ]);
    expect(JSON.stringify(around)).not.toContain(edsger.id);
  });

  it("keeps a member's best week and month, whatever came later", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    for (const [day, many] of [
      ["2026-09-14", 2],
      ["2026-09-30", 1],
      ["2026-10-05", 2],
      ["2026-11-20", 1],
    ] as const)
      await score(system, member, many, new Date(`${day}T12:00:00Z`));
    expect((await getReferralStats(system, { userId: member.id })).best).toEqual([
      { period: "week", periodStart: "2026-09-14", score: 2 },
      { period: "month", periodStart: "2026-09-01", score: 3 },
    ]);
  });
});
