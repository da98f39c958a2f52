import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CampaignStatus } from "#db/enums.ts";
import { referralCodeOptions } from "#db/schema/index.ts";
import {
  advanceCampaign,
  archiveCampaign,
  createCampaign,
  duplicateCampaign,
  endCampaign,
  getCampaign,
  listCampaigns,
  pauseCampaign,
  resumeCampaign,
  scheduleCampaign,
  updateCampaign,
} from "#lib/campaigns/index.ts";
import { transact } from "#lib/core/context.ts";
import { scoreCampaigns } from "#lib/standings/index.ts";
import {
  announce,
  began,
  bring,
  draft,
  ended,
  hours,
  makeCampaignScene,
  memberOf,
  passTo,
  pointsOn,
  settled,
} from "#tests/support/campaign-stage.ts";
import { asMember, makeCompany } from "#tests/support/factories.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordClicks,
  referralsIn,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

const justBefore = (at: Date) => new Date(at.getTime() - 1);

describe("a campaign", () => {
  test("begins, closes and is settled at the very instants, and not a millisecond earlier", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id, status } = await announce(scene);
    expect(status).toBe("scheduled");
    const now = async () => (await getCampaign(scene.owner, { id })).status;
    for (const [at, before, after] of [
      [began, "scheduled", "active"],
      [ended, "active", "settling"],
      [settled, "settling", "ended"],
    ] as const) {
      await passTo(scene, justBefore(at));
      expect(await now()).toBe(before);
      await passTo(scene, at);
      expect(await now()).toBe(after);
    }
  });

  test("that was slept through has ended all the same", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await passTo(scene, new Date(settled.getTime() + 1_000));
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ status: "ended" });
  });

  test("whose start is over when it is scheduled begins then, and counts nothing from before", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await draft(scene);
    await bring(scene, "kai", hours(5));
    await passTo(scene, hours(10));
    const campaign = await scheduleCampaign(scene.owner, { id });
    expect(campaign).toMatchObject({ status: "active", startDate: hours(10), version: 1 });
    await bring(scene, "kai", hours(11));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10 });
  });

  test("that is ended early settles as long as it would have, and counts nothing later", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await bring(scene, "kai", hours(1));
    await passTo(scene, hours(24));
    const campaign = await endCampaign(scene.owner, { id });
    expect(campaign).toMatchObject({ status: "settling", endDate: hours(24), settlesAt: hours(24 + 7 * 24) });
    await bring(scene, "kai", hours(25));
    expect(await pointsOn(scene, id)).toEqual({ kai: 10 });
    await passTo(scene, hours(24 + 7 * 24));
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ status: "ended" });
  });

  test("that is paused counts nothing meanwhile, also of what is told later, and goes on afterwards", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await bring(scene, "kai", hours(1));
    await passTo(scene, hours(10));
    await pauseCampaign(scene.owner, { id });
    await passTo(scene, hours(20));
    await resumeCampaign(scene.owner, { id });
    await bring(scene, "kai", hours(15));
    await bring(scene, "kai", hours(21));
    await bring(scene, "kai", hours(9));
    expect(await pointsOn(scene, id)).toEqual({ kai: 30 });
  });

  test("that runs is changed from now on: what happened keeps the version it happened under", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id, terms } = await announce(scene);
    await bring(scene, "kai", hours(1));
    await passTo(scene, hours(2));
    const points = { ...terms.rules.points, paid: 50 };
    const update = await updateCampaign(scene.owner, {
      id,
      terms: { ...terms, rules: { ...terms.rules, points } },
    });
    expect(update).toMatchObject({
      changed: ["terms.rules"],
      appliesFrom: hours(2),
      campaign: { version: 2 },
    });
    await bring(scene, "kai", hours(3));
    await bring(scene, "lea", hours(1.5));
    expect(await pointsOn(scene, id)).toEqual({ kai: 60, lea: 10 });
  });

  test("that lasts longer than planned closes at its new end", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await passTo(scene, hours(1));
    await updateCampaign(scene.owner, { id, endDate: hours(200).toISOString() });
    await passTo(scene, hours(199));
    expect(await getCampaign(scene.owner, { id })).toMatchObject({
      status: "active",
      settlesAt: hours(200 + 168),
    });
    await passTo(scene, hours(200));
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ status: "settling" });
  });

  test("is done again under the same terms for another time", async () => {
    const scene = await makeCampaignScene(stage.services);
    const first = await announce(scene, { limits: { perMember: 3 } });
    const again = await duplicateCampaign(scene.owner, { id: first.id, startDate: hours(400).toISOString() });
    expect(again).toMatchObject({
      status: "draft",
      terms: first.terms,
      endDate: hours(400 + 168),
      version: 0,
    });
    expect(again.raffleSeedHash).not.toBe(first.raffleSeedHash);
  });
});

describe("what cannot be done is a conflict that says what can", () => {
  test("to a campaign in the wrong state", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await expect(scheduleCampaign(scene.owner, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(pauseCampaign(scene.owner, { id })).rejects.toMatchObject({ code: "conflict" });
    await passTo(scene, hours(1));
    await expect(archiveCampaign(scene.owner, { id })).rejects.toThrow("End it first");
    await expect(resumeCampaign(scene.owner, { id })).rejects.toThrow("not paused");
    await passTo(scene, ended);
    await expect(updateCampaign(scene.owner, { id, name: "Other" })).rejects.toThrow("Duplicate it");
    await expect(endCampaign(scene.owner, { id })).rejects.toThrow("settling");
    await passTo(scene, settled);
    expect(await archiveCampaign(scene.owner, { id })).toMatchObject({ status: "archived" });
  });

  test("to what has begun", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id, terms } = await announce(scene);
    await passTo(scene, hours(1));
    await expect(
      updateCampaign(scene.owner, {
        id,
        startDate: hours(5).toISOString(),
        timeZone: "Asia/Tokyo",
        terms: { ...terms, priority: 5 },
      }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      details: { fields: { startDate: {}, timeZone: {}, "terms.priority": {} } },
    });
  });
});

test("campaigns are listed page by page, the latest to begin first, each of the statuses asked for", async () => {
  const scene = await makeCampaignScene(stage.services);
  const planned = await announce(scene);
  const drafts: string[] = [];
  for (let nth = 0; nth < 3; nth += 1) drafts.push((await draft(scene)).id);
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listCampaigns(scene.owner, {
      statuses: ["draft"],
      limit: 2,
      ...(cursor === null ? {} : { cursor }),
    });
    listed.push(...page.campaigns.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(listed).toEqual(drafts.toReversed());
  const idsOf = async (statuses: CampaignStatus[]) =>
    (await listCampaigns(scene.owner, { statuses })).campaigns.map(({ id }) => id);
  // Asked at once, and answered each with its own.
  expect(await Promise.all([idsOf(["scheduled"]), idsOf(["active"]), idsOf([])])).toEqual([
    [planned.id],
    [],
    [],
  ]);
});

describe("who may not", () => {
  test("members neither make nor change campaigns, nor see drafts or what a campaign costs", async () => {
    const scene = await makeCampaignScene(stage.services);
    const member = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
    const { id } = await draft(scene, { budget: { currency: "USD", amount: "50.00" } });
    for (const verb of [scheduleCampaign, pauseCampaign, resumeCampaign, endCampaign, archiveCampaign])
      await expect(verb(member, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getCampaign(member, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listCampaigns(member)).campaigns).toEqual([]);
    await scheduleCampaign(scene.owner, { id });
    expect(await getCampaign(member, { id })).toMatchObject({
      budget: null,
      terms: { budget: null },
      raffleSeed: null,
    });
    await expect(
      createCampaign(member, {
        name: "Mine",
        startDate: hours(0).toISOString(),
        endDate: hours(1).toISOString(),
        terms: { rules: { counts: ["paid"], points: { paid: 1 } } },
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("only the worker scores and advances", async () => {
    const scene = await makeCampaignScene(stage.services);
    await expect(scoreCampaigns(scene.owner, { userIds: [] })).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await draft(scene);
    await expect(advanceCampaign(scene.owner, { campaignId: id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("another community finds none of ours", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    const { system } = await makeCompany(stage.services);
    for (const verb of [getCampaign, scheduleCampaign, pauseCampaign, endCampaign, archiveCampaign])
      await expect(verb(system, { id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listCampaigns(system)).campaigns).toEqual([]);
  });
});

test("a link made for a campaign brings the campaign's own window, while it runs", async () => {
  const scene = await makeCampaignScene(stage.services);
  const { id } = await announce(scene, { rules: { windowDays: 1 } });
  const { codeId } = memberOf(scene, "kai");
  await transact(scene.system, (tx) =>
    tx.insert(referralCodeOptions).values({
      companyId: scene.companyId,
      codeId,
      userId: memberOf(scene, "kai").id,
      campaignId: id,
      createdAt: hours(0),
    }),
  );
  await passTo(scene, hours(100));
  await recordClicks(scene.system, [{ codeId, at: hours(1) }]);
  await bring(scene, "kai", hours(30));
  expect(await referralsIn(scene.system), "a day after the click is too late here").toEqual([]);
  await bring(scene, "kai", hours(170));
  expect(await referralsIn(scene.system), "after the end it is as the community has it").toHaveLength(1);
});
