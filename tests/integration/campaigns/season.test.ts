import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  campaignPrizes,
  campaignStandings,
  memberBadges,
  memberStats,
  referrals,
  rewardRedemptions,
} from "#db/schema/index.ts";
import { awardBadges, awardPlaces } from "#lib/badges/index.ts";
import { type Campaign, getCampaign } from "#lib/campaigns/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { refreshMemberStats, rollUpClicks } from "#lib/stats/index.ts";
import {
  drawByHand,
  type HandCampaign,
  type HandScore,
  inOrder,
  localDay,
  scoresByHand,
  streakByHand,
} from "#tests/support/season-by-hand.ts";
import { announceSeason, berlin, newYork, world } from "#tests/support/season-campaigns.ts";
import {
  buyersOf,
  makeSeasonCommunity,
  openSeasonStage,
  type SeasonMember,
  type Told,
  tellRefunds,
  tellSales,
  tellVisits,
  workThrough,
} from "#tests/support/season-stage.ts";
import { type Sale, seasonDays, seasonStart, tellSeason } from "#tests/support/season-story.ts";

const story = tellSeason(20_260_302, 300, 14);
const day = (count: number) => new Date(seasonStart + count * dayMs);

let stage: Awaited<ReturnType<typeof openSeasonStage>>;
let system: Ctx;
let members: SeasonMember[];
let campaigns: Campaign[];
let idOfSale: Map<Sale, string>;

const idOf = (member: number) => members[member]?.id ?? "";

beforeAll(async () => {
  stage = await openSeasonStage();
  const { services } = stage;
  services.clock.set(day(-1));
  const community = await makeSeasonCommunity(services, story, day(-1));
  ({ system, members } = community);
  campaigns = await announceSeason(system);
  const told = new Map<Sale, Told>();
  const refunded = story.sales.flatMap((sale) => (sale.refundedAt ? [{ sale, at: sale.refundedAt }] : []));
  const instants = [berlin, newYork, world].flatMap(({ start, end, settles }) => [start, end, settles]);
  const ends = [
    ...Array.from({ length: Math.ceil(seasonDays / 3) }, (_, count) => day(3 * count + 3)),
    day(50),
  ];
  let before = day(-1);
  for (const until of [...instants, ...ends].toSorted((a, b) => a.getTime() - b.getTime())) {
    const isNow = (at: Date) => at >= before && at < until;
    const kinds = ["score-campaigns", "advance-campaign"] as const;
    // Short of the instant, so that all that was told before it is known when it comes.
    services.clock.set(new Date(Math.max(before.getTime(), until.getTime() - 60_000)));
    await tellVisits(
      system,
      members,
      story.visits.filter(({ at }) => isNow(at)),
    );
    const sales = story.sales.filter(({ toldAt }) => isNow(toldAt));
    if (sales.length > 0) for (const entry of await tellSales(system, members, sales)) told.set(...entry);
    const refunds = refunded.flatMap(({ sale, at }) => {
      const sold = told.get(sale);
      return isNow(at) && sold ? [{ ...sold, at }] : [];
    });
    if (refunds.length > 0) await tellRefunds(system, refunds);
    await workThrough(services, system.companyId, kinds);
    // The month's best are found with the last campaign's, from the numbers as they are then.
    if (until === world.settles) await countEverything();
    services.clock.set(until);
    await workThrough(services, system.companyId, kinds);
    before = until;
  }
  const buyers = await buyersOf(system);
  idOfSale = new Map([...told].map(([sale, { whopUserId }]) => [sale, buyers.get(whopUserId) ?? ""]));
});
afterAll(() => stage.close());

async function countEverything(): Promise<void> {
  await rollUpClicks(system, {});
  await refreshMemberStats(system, { userIds: members.map(({ id }) => id) });
}

const byHand = (campaign: HandCampaign) =>
  inOrder(
    scoresByHand(campaign, story, (sale) => idOfSale.get(sale) ?? ""),
    idOf,
  );

test.each([
  ["the one beside the others", 0, berlin],
  ["the one that comes first", 1, newYork],
  ["the one with a budget", 2, world],
])("the frozen standing of %s is what is found by hand", async (_, index, hand) => {
  const id = campaigns[index]?.id ?? "";
  expect(await getCampaign(system, { id })).toMatchObject({ status: "ended" });
  const rows = await transact(system, (tx) =>
    tx
      .select()
      .from(campaignStandings)
      .where(and(eq(campaignStandings.companyId, system.companyId), eq(campaignStandings.campaignId, id))),
  );
  const expected = byHand(hand);
  expect(expected.length).toBeGreaterThan(20);
  expect(
    new Map(rows.map(({ userId, rank, points, referrals }) => [userId, { rank, points, referrals }])),
  ).toEqual(
    new Map(
      expected.map(({ member, points, referrals }) => [
        idOf(member),
        { rank: expected.filter((other) => other.points > points).length + 1, points, referrals },
      ]),
    ),
  );
});

test("the prizes are those that are found by hand, each given once", async () => {
  const raffle = (scores: readonly HandScore[], ticketsOf: (score: HandScore) => number) =>
    scores.flatMap((score) => Array.from({ length: ticketsOf(score) }, () => score.member));
  const [a, b, c] = campaigns;
  if (!a || !b || !c) throw new Error("There are three campaigns");
  const seedOf = async ({ id }: Campaign) => (await getCampaign(system, { id })).raffleSeed ?? "";
  const [first, second, third] = [byHand(berlin), byHand(newYork), byHand(world)];
  const places = (scores: readonly HandScore[], count: number) =>
    scores.slice(0, count).map(({ member }) => member);
  const over = (scores: readonly HandScore[], points: number) =>
    scores.filter((score) => score.points >= points).map(({ member }) => member);
  const expected: [Campaign, number, number[]][] = [
    [a, 0, places(first, 3)],
    [a, 1, over(first, 60)],
    [
      a,
      2,
      drawByHand(
        await seedOf(a),
        2,
        2,
        raffle(first, ({ points }) => points),
      ),
    ],
    [b, 0, places(second, 5)],
    [c, 0, over(third, 14)],
    [
      c,
      1,
      drawByHand(
        await seedOf(c),
        1,
        3,
        raffle(third, (score) => score.referrals),
      ),
    ],
  ];
  const won = await transact(system, (tx) =>
    tx.select().from(campaignPrizes).where(eq(campaignPrizes.companyId, system.companyId)),
  );
  for (const [{ id }, prize, winners] of expected) {
    const found = won
      .filter((one) => one.campaignId === id && one.prize === prize)
      .map(({ userId }) => userId);
    expect(found.toSorted(), `prize ${prize} of ${id}`).toEqual(winners.map(idOf).toSorted());
    expect(winners.length).toBeGreaterThan(1);
  }
  const given = await transact(system, (tx) =>
    tx.select().from(rewardRedemptions).where(eq(rewardRedemptions.companyId, system.companyId)),
  );
  expect(given.map(({ subject, userId }) => `${subject} ${userId}`).toSorted()).toEqual(
    won.map(({ id, userId }) => `prize:${id} ${userId}`).toSorted(),
  );
});

test("streaks and badges are what is found by hand, in each member's own time zone", async () => {
  const userIds = members.map(({ id }) => id);
  await countEverything();
  await awardBadges(system, { userIds });
  await awardPlaces(system);
  const { companyId } = system;
  const [stats, badges] = await transact(system, async (tx) => [
    await tx
      .select()
      .from(memberStats)
      .where(and(eq(memberStats.companyId, companyId), eq(memberStats.period, "all"))),
    await tx
      .select()
      .from(memberBadges)
      .where(eq(memberBadges.companyId, companyId))
      .orderBy(asc(memberBadges.userId)),
  ]);
  const confirmed = (sale: Sale) => sale.refundedAt === null;
  const inMarch = new Map<number, number>();
  for (const sale of story.sales)
    if (sale.at < day(30) && (sale.refundedAt === null || sale.refundedAt >= world.settles))
      inMarch.set(sale.member, (inMarch.get(sale.member) ?? 0) + 1);
  const winners = new Set(
    [berlin, newYork, world].flatMap((hand) => {
      const scores = byHand(hand);
      return scores.filter(({ points }) => points === scores[0]?.points).map(({ member }) => member);
    }),
  );
  for (const [member, { id }] of members.entries()) {
    const visits = story.visits.filter((visit) => visit.member === member);
    const days = new Set(visits.map(({ at }) => localDay(story.zoneOf(member), at)));
    const streak = streakByHand(days, "2026-02-28", "2026-04-15");
    const row = stats.find(({ userId }) => userId === id);
    expect(
      { days: row?.streakDays ?? 0, until: row?.streakUntil ?? null, best: row?.streakBest ?? 0 },
      `the streak of member ${member}`,
    ).toEqual(streak);
    const brought = story.sales.filter((sale) => sale.member === member && confirmed(sale)).length;
    const ahead = [...inMarch.values()].filter((other) => other > (inMarch.get(member) ?? 0)).length;
    const earned = {
      first_visit: visits.length >= 1,
      first_referral: brought >= 1,
      five_referrals: brought >= 5,
      twenty_five_referrals: brought >= 25,
      hundred_referrals: brought >= 100,
      streak_of_7: streak.best >= 7,
      streak_of_30: streak.best >= 30,
      top_of_month: inMarch.has(member) && ahead < 3,
      campaign_winner: winners.has(member),
    };
    expect(
      badges
        .filter(({ userId }) => userId === id)
        .map(({ badgeKey }) => badgeKey)
        .toSorted(),
      `the badges of member ${member}`,
    ).toEqual(
      Object.entries(earned)
        .filter(([, isEarned]) => isEarned)
        .map(([key]) => key)
        .toSorted(),
    );
  }
});

test("nobody was held: the season is what the story says", async () => {
  const rows = await transact(system, (tx) =>
    tx.select().from(referrals).where(eq(referrals.companyId, system.companyId)),
  );
  expect(rows).toHaveLength(story.sales.length);
  expect(rows.filter(({ review }) => review !== "clear")).toEqual([]);
});
