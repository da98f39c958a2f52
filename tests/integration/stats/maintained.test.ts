import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { recordRefund } from "#lib/facts/index.ts";
import {
  getLeaderboard,
  getReferralStats,
  rebuildStats,
  refreshMemberStats,
  rollUpClicks,
} from "#lib/stats/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { testNow } from "#tests/support/context.ts";
import { asMember, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { refundFact } from "#tests/support/facts.ts";
import {
  drainJobs,
  numbersIn,
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

const jobs = ["settle-referral", "refresh-member-stats"] as const;
const ago = (ms: number) => new Date(testNow.getTime() - ms);

type Step =
  | {
      kind: "clicks";
      who: number;
      minutesAgo: number;
      class: "human" | "bot" | "preview" | "duplicate" | "self";
    }
  | { kind: "purchase"; who: number; minutesAgo: number }
  | { kind: "refund"; nth: number }
  | { kind: "roll up" };

const who = fc.nat(2);
const minutesAgo = fc.integer({ min: 0, max: 3 * 24 * 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("clicks" as const),
    who,
    minutesAgo,
    class: fc.constantFrom(
      "human" as const,
      "human" as const,
      "bot" as const,
      "preview" as const,
      "self" as const,
    ),
  }),
  fc.record({ kind: fc.constant("purchase" as const), who, minutesAgo }),
  fc.record({ kind: fc.constant("refund" as const), nth: fc.nat(5) }),
  fc.record({ kind: fc.constant("roll up" as const) }),
);

describe("maintained numbers", () => {
  it("are those that the rows give, after any story, and keeping them again changes nothing", async () => {
    const { services } = stage;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (story) => {
        const { system } = await makeCompany(services, { settings: { timeZone: "America/New_York" } });
        const links = [];
        for (let nth = 0; nth < 3; nth += 1)
          links.push(await makeLink(system, (await makeMember(system)).id));
        const bought: Awaited<ReturnType<typeof recordPurchase>>[] = [];
        const settleAll = async (whopUserId: string) => {
          await runJob(system, "settle-referral", { companyId: system.companyId, whopUserId });
          await drainJobs(services, jobs);
        };
        for (const one of story) {
          if (one.kind === "roll up") await rollUpClicks(system, { since: new Date(0) });
          if (one.kind === "clicks") {
            const codeId = links[one.who]?.id ?? "";
            await recordClicks(system, [{ codeId, at: ago(one.minutesAgo * minuteMs), class: one.class }]);
          }
          if (one.kind === "purchase") {
            const purchase = await recordPurchase(system, {
              codeId: links[one.who]?.id ?? null,
              at: ago(one.minutesAgo * minuteMs),
            });
            bought.push(purchase);
            await settleAll(purchase.whopUserId);
          }
          const refunded = one.kind === "refund" ? bought[one.nth] : undefined;
          if (refunded) {
            const amountMinor = one.kind === "refund" && one.nth % 2 === 0 ? 2900n : 1000n;
            const { paymentId } = refunded;
            await recordRefund(system, refundFact({ paymentId, amountMinor, whopCreatedAt: testNow }));
            await settleAll(refunded.whopUserId);
          }
        }
        await rollUpClicks(system, { since: new Date(0) });
        const maintained = await numbersIn(system);
        await rollUpClicks(system, { since: new Date(0) });
        expect(await numbersIn(system)).toEqual(maintained);
        await rebuildStats(system);
        expect(await numbersIn(system)).toEqual(maintained);
        services.jobs.sent.length = 0;
      }),
      { numRuns: 12 },
    );
  });

  it("of one popular link lose nothing while it is clicked and counted at once", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const link = await makeLink(system, member.id);
    const batch = () => Array.from({ length: 50 }, () => ({ codeId: link.id, at: testNow }));
    await Promise.all(
      Array.from({ length: 12 }, async (_, nth) => {
        await recordClicks(system, batch());
        if (nth % 2 === 0) await rollUpClicks(system);
        else await refreshMemberStats(system, { userIds: [member.id] });
      }),
    );
    await rollUpClicks(system);
    const { clicks } = await getReferralStats(system, { userId: member.id });
    expect(clicks).toMatchObject({ raw: 600, human: 600, unique: 600 });
  });

  it("of the conversion rate leave out whoever came without a click, or after the owner's own", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const [direct, link] = [await makeLink(system, member.id), await makeLink(system, member.id)];
    await recordClicks(system, [
      { codeId: link.id, at: ago(5 * hourMs), visitor: 1n },
      { codeId: link.id, at: ago(3 * hourMs), visitor: 2n },
      { codeId: link.id, at: ago(2 * hourMs), visitor: 3n, class: "self" },
    ]);
    for (const [codeId, at] of [
      [direct.id, ago(hourMs)],
      [link.id, ago(4 * hourMs)],
      [link.id, ago(hourMs)],
    ] as const) {
      const { whopUserId } = await recordPurchase(system, { codeId, at });
      await settle(system, whopUserId);
    }
    await rollUpClicks(system, { since: new Date(0) });
    await refreshMemberStats(system, { userIds: [member.id] });
    expect(await getReferralStats(system, { userId: member.id })).toMatchObject({
      clicks: { unique: 2, byClass: { self: 1 } },
      conversions: { confirmed: 3 },
      conversionRate: 0.5,
    });
  });

  it("are the system's to keep, and a member's own to read", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const [member, other] = [await makeMember(system), await makeMember(system)];
    const ctx = asMember(stage.services, companyId, member);
    const forbidden = { code: "forbidden" };
    await expect(refreshMemberStats(ctx, { userIds: [member.id] })).rejects.toMatchObject(forbidden);
    await expect(rebuildStats(ctx)).rejects.toMatchObject(forbidden);
    await expect(getReferralStats(ctx, { userId: other.id })).rejects.toMatchObject(forbidden);
    await expect(getLeaderboard(ctx, { around: other.id })).rejects.toMatchObject(forbidden);
    expect(await getReferralStats(ctx, { userId: member.id })).toMatchObject({ rank: null, streakDays: 0 });
  });
});

describe("days", () => {
  const clickAt = async (system: Ctx, codeId: string, instants: string[]) => {
    await recordClicks(
      system,
      instants.map((instant) => ({ codeId, at: new Date(instant) })),
    );
    await rollUpClicks(system, { since: new Date(0) });
  };

  it("begin and end at midnight UTC for what is counted, to the millisecond", async () => {
    const { system } = await makeCompany(stage.services);
    const link = await makeLink(system, (await makeMember(system)).id);
    await clickAt(system, link.id, [
      "2026-11-19T23:59:59.999Z",
      "2026-11-20T00:00:00.000Z",
      "2026-11-20T23:59:59.999Z",
      "2026-11-21T00:00:00.000Z",
    ]);
    const { days } = JSON.parse(JSON.stringify(await numbersIn(system))) as { days: string[] };
    expect(days.map((row) => /"day":"([^"]+)","human":(\d+)/.exec(row)?.slice(1))).toEqual([
      ["2026-11-19", "1"],
      ["2026-11-20", "2"],
      ["2026-11-21", "1"],
    ]);
  });

  it("of a streak are those of the community's time zone", async () => {
    const instants = [
      "2026-11-18T03:00:00Z",
      "2026-11-18T16:00:00Z",
      "2026-11-20T04:30:00Z",
      "2026-11-22T04:30:00Z",
    ];
    const streakIn = async (timeZone: string) => {
      const { system } = await makeCompany(stage.services, { settings: { timeZone } });
      const member = await makeMember(system);
      await clickAt(system, (await makeLink(system, member.id)).id, instants);
      return (await getReferralStats(system, { userId: member.id })).streakDays;
    };
    // In New York these are the 17th, 18th, 19th and 21st; in UTC the 19th and the 21st are missing.
    expect(await streakIn("America/New_York")).toBe(4);
    expect(await streakIn("UTC")).toBe(1);
  });

  it("of a streak run on through today and end after two whole days without anything", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    await clickAt(system, (await makeLink(system, member.id)).id, [
      "2026-11-20T10:00:00Z",
      "2026-11-21T10:00:00Z",
    ]);
    const streak = async (days: number) => {
      stage.services.clock.advance(days * dayMs);
      const { streakDays } = await getReferralStats(system, { userId: member.id });
      stage.services.clock.advance(-days * dayMs);
      return streakDays;
    };
    expect([await streak(0), await streak(1), await streak(2), await streak(3)]).toEqual([2, 2, 2, 0]);
  });
});

describe("the leaderboard", () => {
  it("ranks 1, 1, 3 and shows first who reached the score first; own place and neighbours agree", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const members = [];
    // Scores 2, 2, 1, 1, 1; the second member got there before the first.
    for (const [nth, hours] of [[5, 9], [6, 8], [3], [2], [4]].entries()) {
      const member = await makeMember(system, { name: `M${nth}` });
      const link = await makeLink(system, member.id);
      for (const hour of hours) {
        const { whopUserId } = await recordPurchase(system, {
          codeId: link.id,
          at: ago((24 - hour) * hourMs),
        });
        await runJob(system, "settle-referral", { companyId, whopUserId });
      }
      members.push(member);
    }
    await drainJobs(stage.services, jobs);
    const { top, rankedMembers, around } = await getLeaderboard(system, { around: members[2]?.id ?? "" });
    expect(rankedMembers).toBe(5);
    expect(top.map(({ rank, name, score }) => `${rank} ${name} ${score}`)).toEqual([
      "1 M1 2",
      "1 M0 2",
      "3 M3 1",
      "3 M2 1",
      "3 M4 1",
    ]);
    expect(around.map(({ name }) => name)).toEqual(["M1", "M0", "M3", "M2", "M4"].slice(1));
    for (const [nth, rank] of [1, 1, 3, 3, 3].entries()) {
      const stats = await getReferralStats(system, { userId: members[nth]?.id ?? "" });
      expect([stats.rank, stats.rankedMembers]).toEqual([rank, 5]);
    }
  });
});
