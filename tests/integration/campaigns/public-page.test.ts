import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archiveCampaign, scheduleCampaign, setCampaignPage, updateCampaign } from "#lib/campaigns/index.ts";
import { updateSettings } from "#lib/companies/index.ts";
import { updatePreferences } from "#lib/members/index.ts";
import { campaignPages, type FoundPage } from "#lib/runtime/campaign-pages.ts";
import {
  announce,
  bring,
  type CampaignScene,
  draft,
  ended,
  hours,
  makeCampaignScene,
  makePrize,
  memberOf,
  passTo,
  settled,
} from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

/** As whoever has waited for the page to be read again. */
async function look(scene: CampaignScene, slug: string, community = routeOf(scene)): Promise<FoundPage> {
  scene.services.clock.advance(10_000);
  return campaignPages(scene.services).find(community, slug);
}

const routeOf = ({ companyId }: CampaignScene) => companyId.slice(4).toLowerCase();

function shown(found: FoundPage) {
  if (found.outcome !== "shown") throw new Error("The page is not shown");
  return found.page;
}

const open = ({ owner }: CampaignScene, id: string) => setCampaignPage(owner, { id, isPublic: true });
const as = ({ services, companyId }: CampaignScene, member: ReturnType<typeof memberOf>) =>
  asMember(services, companyId, member);

describe("a campaign's public page", () => {
  test("is there while the campaign is announced and the team wants it; else nobody can tell that it exists", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await draft(scene);
    const nowhere = await look(scene, "a-week");
    expect(nowhere).toEqual({ outcome: "unknown", community: null });
    expect((await open(scene, id)).pagePath).toBe(`${routeOf(scene)}/a-week`);
    const never = await look(scene, "never-was");
    expect(await look(scene, "a-week")).toEqual(never);
    expect(never).toMatchObject({ outcome: "unknown", community: { title: "Test community" } });
    await scheduleCampaign(scene.owner, { id });
    expect(shown(await look(scene, "a-week")).campaign.status).toBe("scheduled");
    expect(shown(await look(scene, "a-week", scene.companyId)).campaign.id).toBe(id);
    await setCampaignPage(scene.owner, { id, isPublic: false });
    expect(await look(scene, "a-week")).toEqual(never);
    await open(scene, id);
    await archiveCampaign(scene.owner, { id });
    expect(await look(scene, "a-week")).toEqual(never);
    await setCampaignPage(scene.owner, { id, isPublic: false });
    await expect(open(scene, id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("keeps its address when the campaign is renamed, and namesakes have others", async () => {
    const scene = await makeCampaignScene(stage.services);
    const first = await open(scene, (await announce(scene)).id);
    const second = await open(scene, (await announce(scene)).id);
    expect([first.pagePath, second.pagePath]).toEqual([
      `${routeOf(scene)}/a-week`,
      `${routeOf(scene)}/a-week-2`,
    ]);
    await updateCampaign(scene.owner, { id: first.id, name: "Another name" });
    const { campaign } = shown(await look(scene, "a-week"));
    expect([campaign.id, campaign.name, campaign.pagePath]).toEqual([
      first.id,
      "Another name",
      first.pagePath,
    ]);
  });

  test("is never another community's, even with the same path on Whop and the same name", async () => {
    const one = await makeCampaignScene(stage.services);
    const other = await makeCampaignScene(stage.services);
    await open(one, (await announce(one)).id);
    const theirs = await announce(other);
    await open(other, theirs.id);
    expect(shown(await look(other, "a-week")).community.companyId).toBe(other.companyId);
    expect(await look(other, "a-week", one.companyId)).toMatchObject({
      page: { community: { companyId: one.companyId } },
    });
    await expect(setCampaignPage(one.owner, { id: theirs.id, isPublic: false })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      setCampaignPage(as(one, memberOf(one, "kai")), { id: theirs.id, isPublic: false }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("names nobody who did not agree to it, and tells nothing of what the campaign costs", async () => {
    const names = ["kai", "lea", "mia", "noor"];
    const scene = await makeCampaignScene(stage.services, names);
    const { id } = await announce(scene, {
      budget: { currency: "USD", amount: "500.00" },
      rules: { pointsCost: { currency: "USD", amount: "3.00" } },
    });
    await open(scene, id);
    const choose = (name: string, choice: object) =>
      updatePreferences(as(scene, memberOf(scene, name)), choice);
    await choose("kai", { namedPublicly: true });
    await choose("lea", { visibility: "alias", alias: `Queen ${scene.companyId}`, namedPublicly: true });
    await choose("noor", { visibility: "hidden", namedPublicly: true });
    for (const [at, name] of names.entries())
      for (let more = at; more < names.length; more += 1) await bring(scene, name, hours(1 + at));
    const page = shown(await look(scene, "a-week"));
    expect(page.board?.places.map(({ rank, name, points }) => [rank, name, points])).toEqual([
      [1, "kai", 40],
      [2, `Queen ${scene.companyId}`, 30],
      [3, null, 20],
      [4, null, 10],
    ]);
    expect(page.board?.rankedMembers).toBe(4);
    expect([page.campaign.budget, page.campaign.terms.budget, page.campaign.terms.rules.pointsCost]).toEqual([
      null,
      null,
      null,
    ]);
    const said = JSON.stringify(page, (_key, value) => (typeof value === "bigint" ? String(value) : value));
    for (const name of ["mia", "noor"]) {
      const { id: userId, whopUserId } = memberOf(scene, name);
      for (const trace of [`"${name}"`, userId, whopUserId]) expect(said).not.toContain(trace);
    }
    await choose("kai", { namedPublicly: false });
    expect(shown(await look(scene, "a-week")).board?.places[0]).toMatchObject({ rank: 1, name: null });
    await updateSettings(scene.owner, { leaderboardVisible: false });
    expect(shown(await look(scene, "a-week")).board).toBeNull();
  });

  test("tells the draw's fingerprint from the beginning, and its secret and tickets once the result is final", async () => {
    const scene = await makeCampaignScene(stage.services);
    const rewardId = await makePrize(scene, { name: "A week in Rome" });
    const raffle = {
      kind: "raffle" as const,
      winners: 1,
      ticketPer: "referral" as const,
      minPoints: 1,
      rewardId,
    };
    const { id, raffleSeedHash } = await announce(scene, { prizes: [raffle] });
    await open(scene, id);
    await updatePreferences(as(scene, memberOf(scene, "kai")), { namedPublicly: true });
    await bring(scene, "kai", hours(1));
    await passTo(scene, ended);
    const before = shown(await look(scene, "a-week"));
    expect(before.campaign).toMatchObject({ status: "settling", raffleSeedHash, raffleSeed: null });
    expect([before.winners, before.prizes[0]?.rewardName]).toEqual([[], "A week in Rome"]);
    await passTo(scene, settled);
    const after = shown(await look(scene, "a-week"));
    expect(after.campaign.status).toBe("ended");
    expect(after.campaign.raffleSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(after.winners).toEqual([
      { prize: 0, name: "kai", found: { by: "raffle", draw: 1, ticket: 1, tickets: 1 } },
    ]);
    expect(after.board?.places).toEqual([{ rank: 1, name: "kai", points: 10, referrals: 1 }]);
  });

  test("is read once, however many ask for it at once", async () => {
    const scene = await makeCampaignScene(stage.services);
    await open(scene, (await announce(scene)).id);
    scene.services.clock.advance(10_000);
    const pages = campaignPages(scene.services);
    const first = shown(await pages.find(routeOf(scene), "a-week"));
    const others = await Promise.all(Array.from({ length: 50 }, () => pages.find(routeOf(scene), "a-week")));
    expect(others.every((found) => shown(found) === first)).toBe(true);
  });
});
