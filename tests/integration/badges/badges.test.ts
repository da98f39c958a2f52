import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { campaignStandings, campaigns, memberBadges } from "#db/schema/index.ts";
import {
  awardBadges,
  awardPlaces,
  createBadge,
  getBadges,
  listBadges,
  updateBadge,
} from "#lib/badges/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { refreshMemberStats } from "#lib/stats/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { testNow } from "#tests/support/context.ts";
import {
  asMember,
  asOwner,
  makeCompany,
  makeLink,
  makeMember,
  type TestMember,
} from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage, recordClicks } from "#tests/support/referral-stage.ts";
import { addReferrals, refundReferral } from "#tests/support/rewards.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

const ago = (days: number) => new Date(testNow.getTime() - days * dayMs);

/** Referrals confirmed at an instant, and everything that follows from them. */
async function bring(system: Ctx, member: TestMember, many: number, at = testNow): Promise<string[]> {
  const ids = await addReferrals(system, member.id, many, at);
  await refresh(system, member);
  return ids;
}

function refresh(system: Ctx, member: TestMember): Promise<void> {
  return runJob(system, "refresh-member-stats", { companyId: system.companyId, userIds: [member.id] });
}

async function earned(system: Ctx, member: TestMember): Promise<string[]> {
  const all = await getBadges(system, { userId: member.id });
  return all.filter(({ earnedAt }) => earnedAt !== null).map(({ key }) => key);
}

describe("badges", () => {
  it("are earned at the numbers they name, with those numbers for evidence, and once", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    await bring(system, member, 4);
    expect(await earned(system, member)).toEqual(["first_referral"]);
    await bring(system, member, 1);
    expect(await earned(system, member)).toEqual(["first_referral", "five_referrals"]);
    stage.services.clock.advance(dayMs);
    await bring(system, member, 2);
    stage.services.clock.set(testNow);
    const five = (await getBadges(system, { userId: member.id })).find(({ key }) => key === "five_referrals");
    expect(five).toMatchObject({
      earnedAt: testNow,
      evidence: { kind: "referrals", counted: 5, atLeast: 5 },
      progress: null,
    });
    const next = (await getBadges(system, { userId: member.id })).find(
      ({ key }) => key === "twenty_five_referrals",
    );
    expect(next).toMatchObject({ earnedAt: null, evidence: null, progress: { now: 7, of: 25 } });
  });

  it("once earned are kept, whatever is refunded later", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const [id = ""] = await bring(system, member, 1);
    await refundReferral(system, id);
    await refresh(system, member);
    expect(await earned(system, member)).toEqual(["first_referral"]);
  });

  it("are not earned by what is held, by one's own clicks or by robots", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const { id: codeId } = await makeLink(system, member.id);
    await recordClicks(system, [
      { codeId, at: testNow, class: "self" },
      { codeId, at: testNow, class: "bot" },
    ]);
    await runJob(system, "roll-up-clicks", { companyId });
    expect(await earned(system, member)).toEqual([]);
  });

  it("of visits and streaks are earned by the clicks that are counted", async () => {
    const { system } = await makeCompany(stage.services);
    const member = await makeMember(system);
    const { id: codeId } = await makeLink(system, member.id);
    const visitOn = async (days: number[]) => {
      await recordClicks(
        system,
        days.map((day) => ({ codeId, at: ago(day) })),
      );
      // Every night looks again for what came late; so does nothing else in this test.
      await runJob(system, "daily-metrics", { companyId: system.companyId });
    };
    await visitOn([1, 2, 3, 5, 6, 7]);
    expect(await earned(system, member)).toEqual(["first_visit"]);
    // Eight days, of which one was missed.
    await visitOn([0]);
    expect(await earned(system, member)).toEqual(["first_visit", "streak_of_7"]);
  });

  it("of a comeback are for a referral after thirty quiet days, and not after twenty-nine", async () => {
    const { system } = await makeCompany(stage.services);
    const [back, never] = [await makeMember(system), await makeMember(system)];
    await bring(system, back, 1, ago(31));
    await bring(system, never, 1, ago(30));
    await bring(system, back, 1);
    await bring(system, never, 1);
    expect(await earned(system, back)).toEqual(["first_referral", "comeback"]);
    expect(await earned(system, never)).toEqual(["first_referral"]);
  });

  it("of a month are given to its first three when its holds are over, once, and never for the month that runs", async () => {
    const { services } = stage;
    const { system } = await makeCompany(services);
    const october = new Date("2026-10-20T12:00:00Z");
    const members: TestMember[] = [];
    for (const many of [3, 2, 2, 1]) {
      const member = await makeMember(system);
      await bring(system, member, many, october);
      members.push(member);
    }
    const late = await makeMember(system);
    const places = async () => {
      await awardPlaces(system);
      const all = await Promise.all(members.map((member) => earned(system, member)));
      return all.map((keys) => keys.includes("top_of_month"));
    };
    services.clock.set(new Date("2026-11-14T23:59:00Z"));
    expect(await places()).toEqual([false, false, false, false]);
    services.clock.set(new Date("2026-11-15T00:00:00Z"));
    expect(await places()).toEqual([true, true, true, false]);
    const [first] = members;
    if (!first) throw new Error("There are four");
    const top = (await getBadges(system, { userId: first.id })).find(({ key }) => key === "top_of_month");
    expect(top?.evidence).toEqual({
      kind: "place",
      period: "month",
      periodStart: "2026-10-01",
      rank: 1,
      score: 3,
    });
    // What changes afterwards changes nothing that was given, and gives nothing.
    await bring(system, late, 5, october);
    expect(await places()).toEqual([true, true, true, false]);
    expect(await earned(system, late)).not.toContain("top_of_month");
    services.clock.set(testNow);
  });

  it("of months are given for each, when the machine stood still for a quarter of a year", async () => {
    const { services } = stage;
    const { system } = await makeCompany(services);
    await awardPlaces(system);
    const winners = [];
    for (const month of ["2026-11-21", "2026-12-10", "2027-01-05"]) {
      const member = await makeMember(system);
      await bring(system, member, 1, new Date(`${month}T12:00:00Z`));
      winners.push(member);
    }
    services.clock.set(new Date("2027-02-20T12:00:00Z"));
    await awardPlaces(system);
    for (const winner of winners) expect(await earned(system, winner)).toContain("top_of_month");
    services.clock.set(testNow);
  });

  it("of a campaign are for who won it, from its frozen standing", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const [winner, second] = [await makeMember(system), await makeMember(system)];
    const campaignId = newId(testNow);
    await transact(system, async (tx) => {
      const dates = { startDate: ago(20), endDate: ago(10), settlesAt: ago(1) };
      const raffle = { raffleSeed: "seed", raffleSeedHash: "hash" };
      const campaign = { companyId, id: campaignId, name: "Sprint", status: "ended" as const };
      await tx.insert(campaigns).values({ ...campaign, ...dates, ...raffle, frozenAt: testNow });
      await tx.insert(campaignStandings).values(
        [winner, second].map(({ id }, nth) => ({
          companyId,
          campaignId,
          userId: id,
          rank: nth + 1,
          points: 30 - nth,
          referrals: 3,
          frozenAt: testNow,
        })),
      );
    });
    expect(await awardPlaces(system)).toEqual([{ userId: winner.id, badgeKey: "campaign_winner" }]);
    expect(await awardPlaces(system)).toEqual([]);
    const won = (await getBadges(system, { userId: winner.id })).find(({ key }) => key === "campaign_winner");
    expect(won?.evidence).toEqual({ kind: "campaign", campaignId, rank: 1, points: 30 });
  });

  it("are given once, however many workers give them at once", async () => {
    const { system, companyId } = await makeCompany(stage.services);
    const member = await makeMember(system);
    await addReferrals(system, member.id, 5);
    await refreshMemberStats(system, { userIds: [member.id] });
    const given = await Promise.all(
      Array.from({ length: 6 }, () => awardBadges(system, { userIds: [member.id] })),
    );
    expect(
      given
        .flat()
        .map(({ badgeKey }) => badgeKey)
        .sort(),
    ).toEqual(["first_referral", "five_referrals"]);
    const rows = await transact(system, (tx) =>
      tx.select().from(memberBadges).where(eq(memberBadges.companyId, companyId)),
    );
    expect(rows).toHaveLength(2);
  });
});

describe("a community's own badges", () => {
  it("are earned as those that are built in, and can be switched off without taking them from anybody", async () => {
    const { services } = stage;
    const { system, companyId } = await makeCompany(services);
    const [member, other] = [await makeMember(system), await makeMember(system)];
    const owner = asOwner(services, companyId, await makeMember(system));
    const { key } = await createBadge(owner, { name: "Duo", rule: { kind: "referrals", atLeast: 2 } });
    await bring(system, member, 2);
    expect(await earned(system, member)).toEqual(["first_referral", key]);
    await updateBadge(owner, { id: key, isActive: false });
    await updateBadge(owner, { id: "first_referral", name: "The first!", isActive: false });
    await bring(system, other, 2);
    expect(await earned(system, other)).toEqual([]);
    expect(await earned(system, member)).toEqual(["first_referral", key]);
    const own = await getBadges(asMember(services, companyId, other));
    expect(own.map((badge) => badge.key)).not.toContain(key);
    const listed = await listBadges(owner);
    expect(listed.find((badge) => badge.key === "first_referral")).toMatchObject({
      name: "The first!",
      isActive: false,
      members: 1,
    });
  });

  it("are the team's to make and the member's own to see", async () => {
    const { services } = stage;
    const { system, companyId } = await makeCompany(services);
    const [member, other] = [await makeMember(system), await makeMember(system)];
    const ctx = asMember(services, companyId, member);
    const forbidden = { code: "forbidden" };
    const rule = { kind: "streak" as const, atLeast: 3 };
    await expect(createBadge(ctx, { name: "Mine", rule })).rejects.toMatchObject(forbidden);
    await expect(updateBadge(ctx, { id: "comeback", isActive: false })).rejects.toMatchObject(forbidden);
    await expect(listBadges(ctx)).rejects.toMatchObject(forbidden);
    await expect(getBadges(ctx, { userId: other.id })).rejects.toMatchObject(forbidden);
    await expect(awardBadges(ctx, { userIds: [member.id] })).rejects.toMatchObject(forbidden);
    await expect(awardPlaces(ctx)).rejects.toMatchObject(forbidden);
  });

  it("belong to one community, and a rule that makes no sense is told at its field", async () => {
    const { services } = stage;
    const { system } = await makeCompany(services);
    const { key } = await createBadge(system, { name: "Duo", rule: { kind: "referrals", atLeast: 2 } });
    const { system: elsewhere } = await makeCompany(services);
    await expect(updateBadge(elsewhere, { id: key, isActive: false })).rejects.toMatchObject({
      code: "not_found",
    });
    const rule = { kind: "referrals" as const, atLeast: -1 };
    await expect(createBadge(system, { name: "Less than nothing", rule })).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { "rule.atLeast": expect.anything() } },
    });
  });
});
