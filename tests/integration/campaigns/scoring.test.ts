import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { campaignScoreCounts, campaigns } from "#db/schema/index.ts";
import { archiveCampaign, getCampaign, updateCampaign } from "#lib/campaigns/index.ts";
import { transact } from "#lib/core/context.ts";
import { checkBooks } from "#lib/ledger/index.ts";
import {
  getCampaignCards,
  getCampaignPoints,
  getCampaignStandings,
  scoreCampaigns,
} from "#lib/standings/index.ts";
import { bookOf } from "#tests/support/books-stage.ts";
import {
  announce,
  bring,
  type CampaignScene,
  hours,
  linesOf,
  makeCampaignScene,
  memberOf,
  passTo,
  pointsOn,
  refund,
} from "#tests/support/campaign-stage.ts";
import { asMember, asOwner, makeMember } from "#tests/support/factories.ts";
import {
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

const all = (scene: CampaignScene) => ({ userIds: Object.values(scene.members).map(({ id }) => id) });

async function histogramOf({ system }: CampaignScene): Promise<[number, number][]> {
  const rows = await transact(system, (tx) =>
    tx.select().from(campaignScoreCounts).where(eq(campaignScoreCounts.companyId, system.companyId)),
  );
  return rows
    .filter(({ members }) => members !== 0)
    .map(({ points, members }): [number, number] => [points, members])
    .toSorted(([a], [b]) => a - b);
}

describe("points", () => {
  test("follow what happened: earned, waiting, counted, taken back, and the books and the board with them", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene, { rules: { holdDays: 2, bonuses: [{ at: 2, points: 5 }] } });
    const kai = memberOf(scene, "kai");
    const first = await bring(scene, "kai", hours(1));
    await bring(scene, "kai", hours(2));
    expect((await linesOf(scene, id)).map(({ event, status, reason }) => [event, status, reason])).toEqual([
      ["paid", "provisional", "hold"],
      ["paid", "provisional", "hold"],
      ["bonus", "provisional", "hold"],
    ]);
    expect(await bookOf(scene.system, kai.id)).toEqual({});
    await passTo(scene, hours(2 + 48));
    expect(await pointsOn(scene, id)).toEqual({ kai: 25 });
    expect(await bookOf(scene.system, kai.id)).toEqual({
      "points_issued POINTS": -25n,
      "points POINTS": 25n,
    });
    expect(await histogramOf(scene)).toEqual([[25, 1]]);
    await refund(scene, first, hours(60));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10 });
    expect(await bookOf(scene.system, kai.id)).toEqual({
      "points_issued POINTS": -10n,
      "points POINTS": 10n,
    });
    expect(await histogramOf(scene)).toEqual([[10, 1]]);
    expect(await checkBooks(scene.system)).toMatchObject({ unbalanced: [], wrongBalances: [] });
  });

  test("are the same however often they are found, and by however many at once", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene, { rules: { bonuses: [{ at: 1, points: 3 }] } });
    for (const [index, name] of ["kai", "lea", "kai"].entries()) await bring(scene, name, hours(index + 1));
    const before = [await linesOf(scene, id), await histogramOf(scene)];
    await Promise.all([1, 2, 3, 4].map(() => scoreCampaigns(scene.system, all(scene))));
    expect([await linesOf(scene, id), await histogramOf(scene)]).toEqual(before);
    expect(await bookOf(scene.system, memberOf(scene, "kai").id)).toMatchObject({ "points POINTS": 23n });
  });

  test("are counted in every campaign that stacks, and in one of those that do not", async () => {
    const scene = await makeCampaignScene(stage.services);
    const stacks = await announce(scene);
    const first = await announce(scene, { stacks: false, priority: 1, endDate: hours(10) });
    const second = await announce(scene, { stacks: false, priority: 2, startDate: hours(5) });
    await bring(scene, "kai", hours(1));
    await bring(scene, "kai", hours(6));
    expect(await pointsOn(scene, stacks.id)).toEqual({ kai: 20 });
    expect(await pointsOn(scene, first.id)).toEqual({ kai: 10 });
    expect(await pointsOn(scene, second.id)).toEqual({ kai: 10 });
    expect((await linesOf(scene, first.id)).map(({ reason }) => reason)).toEqual([null, "other_campaign"]);
  });

  test("of a referral stay with the campaign whose standing is frozen, also once that is archived", async () => {
    const scene = await makeCampaignScene(stage.services);
    const first = await announce(scene, { stacks: false, priority: 2 });
    const second = await announce(scene, { stacks: false, priority: 1, endDate: hours(60 * 24) });
    await bring(scene, "kai", hours(1));
    await passTo(scene, hours(30 * 24));
    await archiveCampaign(scene.owner, { id: first.id });
    await scoreCampaigns(scene.system, all(scene));
    expect(await pointsOn(scene, first.id)).toEqual({ kai: 10 });
    expect(await pointsOn(scene, second.id)).toEqual({ kai: 0 });
    expect(await bookOf(scene.system, memberOf(scene, "kai").id)).toMatchObject({ "points POINTS": 10n });
  });

  test("tell the country of a referral by the click before the purchase", async () => {
    const scene = await makeCampaignScene(stage.services);
    const double = { kind: "country", countries: ["DE"], factorBps: 20_000 };
    const { id } = await announce(scene, { rules: { multipliers: [double] } });
    const { codeId } = memberOf(scene, "kai");
    await passTo(scene, hours(2));
    await recordClicks(scene.system, [{ codeId, at: hours(1), country: "DE" }]);
    await bring(scene, "kai", hours(2));
    await bring(scene, "lea", hours(3));
    expect(await pointsOn(scene, id)).toEqual({ kai: 20, lea: 10 });
  });

  test("nobody's own purchase is worth any", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    const { whopUserId } = memberOf(scene, "kai");
    await bring(scene, "kai", hours(1), { whopUserId });
    expect(await pointsOn(scene, id)).toEqual({});
  });
});

describe("a budget", () => {
  test("is never exceeded while fifty buy at once, and pays for those who came first", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `member ${index}`);
    const scene = await makeCampaignScene(stage.services, names);
    const { id } = await announce(scene, {
      rules: { pointsCost: { currency: "USD", amount: "100.00" } },
      budget: { currency: "USD", amount: "20.00" },
    });
    await passTo(scene, hours(100));
    const buyers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        recordPurchase(scene.system, {
          codeId: memberOf(scene, names[index % 10] ?? "").codeId,
          at: hours(index + 1),
        }),
      ),
    );
    const shuffled = buyers
      .map((buyer, index) => ({ buyer, key: (index * 37) % 50 }))
      .toSorted((a, b) => a.key - b.key);
    const scoring = async (userId: string) => {
      await scoreCampaigns(scene.system, { userIds: [userId] });
      const [row] = await transact(scene.system, (tx) =>
        tx.select().from(campaigns).where(eq(campaigns.id, id)),
      );
      expect(row?.budgetUsedMinor).toBeLessThanOrEqual(2_000n);
    };
    await Promise.all(
      shuffled.map(async ({ buyer }, index) => {
        await settle(scene.system, buyer.whopUserId);
        await scoring(memberOf(scene, names[index % 10] ?? "").id);
      }),
    );
    await drainJobs(stage.services, ["score-campaigns"], 8);
    // One dollar for ten points: twenty referrals, those of the first twenty hours.
    const lines = await linesOf(scene, id);
    expect(lines.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 20 }, () => "counted"),
      ...Array.from({ length: 30 }, () => "over_limit"),
    ]);
    expect(await getCampaign(scene.owner, { id })).toMatchObject({
      budget: { amount: "20.00", used: "20.00" },
      exhausted: { at: hours(21), by: "budget" },
      totalReferrals: 20,
    });
  });

  test("that was reached lets in what comes after it when something is taken back, or when it is raised", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id, terms } = await announce(scene, { limits: { total: 1 } });
    const first = await bring(scene, "kai", hours(1));
    await bring(scene, "lea", hours(2));
    await bring(scene, "lea", hours(3));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10, lea: 0 });
    await refund(scene, first, hours(4));
    expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 10 });
    await updateCampaign(scene.owner, { id, terms: { ...terms, limits: { ...terms.limits, total: 5 } } });
    await drainJobs(stage.services, ["score-campaigns"]);
    expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 20 });
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ exhausted: null, totalReferrals: 2 });
  });

  test("and has a place again: whoever takes it waits out their own hold, and then counts", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene, { rules: { holdDays: 2 }, limits: { total: 1 } });
    const first = await bring(scene, "kai", hours(1));
    await bring(scene, "lea", hours(2));
    await refund(scene, first, hours(4));
    expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 0 });
    await passTo(scene, hours(2 + 48));
    expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 10 });
  });

  test("and has a place again after the hold was over: whoever takes it counts at once", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene, { rules: { holdDays: 2 }, limits: { total: 1 } });
    const first = await bring(scene, "kai", hours(1));
    await bring(scene, "lea", hours(2));
    await passTo(scene, hours(60));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10, lea: 0 });
    await refund(scene, first, hours(61));
    expect(await pointsOn(scene, id)).toEqual({ kai: 0, lea: 10 });
  });

  test("and is taken away lets in everybody who was over it", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id, terms } = await announce(scene, { limits: { total: 1 } });
    for (const [index, name] of ["kai", "lea", "kai", "lea"].entries())
      await bring(scene, name, hours(index + 1));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10, lea: 0 });
    await updateCampaign(scene.owner, { id, terms: { ...terms, limits: { ...terms.limits, total: null } } });
    await drainJobs(stage.services, ["score-campaigns"]);
    expect(await pointsOn(scene, id)).toEqual({ kai: 20, lea: 20 });
  });
});

describe("a member reads", () => {
  test("their points line by line, their place with its neighbours, and what others chose to show", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea", "mo"]);
    const { id } = await announce(scene);
    for (const [index, name] of ["kai", "lea", "kai", "mo"].entries())
      await bring(scene, name, hours(index + 1));
    const lea = asMember(stage.services, scene.companyId, memberOf(scene, "lea"));
    const board = await getCampaignStandings(lea, { id });
    expect(board.top.map(({ name, rank, points, isMe }) => [name, rank, points, isMe])).toEqual([
      ["kai", 1, 20, false],
      ["lea", 2, 10, true],
      ["mo", 2, 10, false],
    ]);
    expect(board.around.map(({ name }) => name)).toEqual(["kai", "lea", "mo"]);
    expect(await getCampaignCards(lea)).toMatchObject([
      {
        campaign: { id, budget: null },
        isForMe: true,
        rankedMembers: 3,
        mine: { points: 10, rank: 2, nextPoints: 20 },
      },
    ]);
    const { lines } = await getCampaignPoints(lea, { id });
    expect(lines).toMatchObject([
      { event: "paid", points: 10, status: "counted", person: { name: expect.stringMatching(/^Buyer/) } },
    ]);
    await expect(getCampaignPoints(lea, { id, userId: memberOf(scene, "kai").id })).rejects.toMatchObject({
      code: "forbidden",
    });
    const team = asOwner(stage.services, scene.companyId, await makeMember(scene.system, { isTeam: true }));
    expect((await getCampaignPoints(team, { id, userId: memberOf(scene, "kai").id })).lines).toHaveLength(2);
  });

  test("a place far from the first, counted from all who are ahead also where those are not shown", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea", "mo", "noa", "ola"]);
    const { id } = await announce(scene);
    const buyers = ["kai", "kai", "kai", "lea", "lea", "lea", "mo", "mo", "noa", "noa", "ola"];
    for (const [index, name] of buyers.entries()) await bring(scene, name, hours(index + 1));
    const ola = asMember(stage.services, scene.companyId, memberOf(scene, "ola"));
    const { around, top } = await getCampaignStandings(ola, { id });
    expect(around.map(({ name, rank }) => [name, rank])).toEqual([
      ["mo", 3],
      ["noa", 3],
      ["ola", 5],
    ]);
    expect(top.map(({ rank }) => rank)).toEqual([1, 1, 3, 3, 5]);
  });

  test("pages of their points without a gap or a repetition", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai"]);
    const { id } = await announce(scene);
    for (let hour = 1; hour <= 5; hour += 1) await bring(scene, "kai", hours(hour));
    const kai = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await getCampaignPoints(kai, { id, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.lines.map((line) => line.id));
      cursor = page.nextCursor;
      if (cursor === null) break;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});
