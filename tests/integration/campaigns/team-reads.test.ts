import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCampaignVersions, pauseCampaign, resumeCampaign } from "#lib/campaigns/index.ts";
import { getCampaignSums, listParticipants } from "#lib/standings/index.ts";
import {
  announce,
  bring,
  draft,
  hours,
  makeCampaignScene,
  memberOf,
  passTo,
  refund,
  settled,
} from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

const board = ({ participants }: Awaited<ReturnType<typeof listParticipants>>) =>
  participants.map(({ name, rank, points, pointsProvisional }) => [name, rank, points, pointsProvisional]);

describe("what the team reads of a campaign", () => {
  test("names everybody with points, those with as many on one rank, and who only waits last", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea", "mia"]);
    const { id } = await announce(scene, { rules: { holdDays: 1 } });
    await bring(scene, "lea", hours(1));
    await bring(scene, "kai", hours(2));
    await bring(scene, "mia", hours(20));
    await passTo(scene, hours(30));
    const { owner } = scene;
    const all = await listParticipants(owner, { id });
    expect([board(all), all.total, all.isFrozen]).toEqual([
      [
        ["lea", 1, 10, 0],
        ["kai", 1, 10, 0],
        ["mia", null, 0, 10],
      ],
      3,
      false,
    ]);
    expect(board(await listParticipants(owner, { id, page: 2, limit: 2 }))).toEqual([["mia", null, 0, 10]]);
    const kai = memberOf(scene, "kai");
    expect(board(await listParticipants(owner, { id, userId: kai.id }))).toEqual([["kai", 1, 10, 0]]);
    const other = await draft(scene);
    expect(await getCampaignSums(owner, [id, other.id])).toEqual(
      new Map([
        [id, { members: 2, points: 20, pointsProvisional: 10 }],
        [other.id, { members: 0, points: 0, pointsProvisional: 0 }],
      ]),
    );
    await expect(listParticipants(asMember(stage.services, scene.companyId, kai), { id })).rejects.toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
  });

  test("is the frozen standing once there is one, whatever a refund does later", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    const sale = await bring(scene, "kai", hours(1));
    await passTo(scene, settled);
    await refund(scene, sale, new Date(settled.getTime() + 1));
    const all = await listParticipants(scene.owner, { id });
    expect([board(all), all.isFrozen]).toEqual([[["kai", 1, 10, 0]], true]);
  });

  test("lists the versions of its terms, the newest first, a pause among them; none of a draft", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene);
    await passTo(scene, hours(1));
    await pauseCampaign(scene.owner, { id });
    await passTo(scene, hours(2));
    await resumeCampaign(scene.owner, { id });
    const versions = await listCampaignVersions(scene.owner, { id });
    expect(versions.map(({ version, terms }) => [version, terms.isPaused])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
    expect(await listCampaignVersions(scene.owner, { id: (await draft(scene)).id })).toEqual([]);
  });
});
