import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notifications } from "#db/schema/index.ts";
import {
  archiveCampaign,
  endCampaign,
  pauseCampaign,
  resumeCampaign,
  updateCampaign,
} from "#lib/campaigns/index.ts";
import { transact } from "#lib/core/context.ts";
import { sweepTimers } from "#lib/jobs/index.ts";
import {
  announce,
  bring,
  type CampaignScene,
  ended,
  hours,
  makeCampaignScene,
  memberOf,
} from "#tests/support/campaign-stage.ts";
import { notificationsIn } from "#tests/support/notification-stage.ts";
import { drainJobs, openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

/** Has members told of what is due to be told; what is written waits, as it does in quiet hours. */
async function tellDue(): Promise<void> {
  await sweepTimers(stage.services);
  await drainJobs(stage.services, ["tell-campaign"]);
}

async function newsIn({ system }: CampaignScene, kind: "campaign_starting" | "campaign_ending") {
  return (await notificationsIn(system)).filter((row) => row.kind === kind);
}

describe("news of a campaign's start that wait", () => {
  it("are called off when it starts at another time; whoever heard of the old one hears of the new one too", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea"]);
    const { id } = await announce(scene);
    await tellDue();
    expect(await newsIn(scene, "campaign_starting")).toHaveLength(2);
    const kai = memberOf(scene, "kai").id;
    const ofKai = and(eq(notifications.companyId, scene.companyId), eq(notifications.recipient, kai));
    await transact(scene.system, (tx) => tx.update(notifications).set({ state: "sent" }).where(ofKai));

    await updateCampaign(scene.owner, { id, startDate: hours(48).toISOString() });
    expect(await newsIn(scene, "campaign_starting")).toMatchObject([{ recipient: kai, state: "sent" }]);
    stage.services.clock.set(hours(24));
    await tellDue();
    const waiting = (await newsIn(scene, "campaign_starting")).filter(({ state }) => state === "waiting");
    expect(waiting.map(({ recipient }) => recipient).toSorted()).toEqual(
      [kai, memberOf(scene, "lea").id].toSorted(),
    );
    expect(waiting.map(({ staleAt }) => staleAt)).toEqual([hours(48), hours(48)]);
  });

  it("are called off when it is put away", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea"]);
    const { id } = await announce(scene);
    await tellDue();
    expect(await newsIn(scene, "campaign_starting")).toHaveLength(2);
    await archiveCampaign(scene.owner, { id });
    expect(await newsIn(scene, "campaign_starting")).toEqual([]);
  });
});

it("news of a campaign's end that wait stay while they are so, and follow what becomes of it", async () => {
  const scene = await makeCampaignScene(stage.services, ["kai", "lea"]);
  const { clock } = stage.services;
  const news = () => newsIn(scene, "campaign_ending");
  const { id } = await announce(scene);
  await bring(scene, "kai", hours(1));
  clock.set(new Date(ended.getTime() - 12 * 3_600_000));
  await tellDue();
  const [first] = await news();
  expect(first).toMatchObject({ recipient: memberOf(scene, "kai").id, staleAt: ended });

  await updateCampaign(scene.owner, { id, description: "Bring your friends" });
  expect(await news()).toMatchObject([{ id: first?.id }]);

  const later = new Date(ended.getTime() + 6 * 3_600_000);
  await updateCampaign(scene.owner, { id, endDate: later.toISOString() });
  expect(await news()).toEqual([]);
  await tellDue();
  expect(await news()).toMatchObject([{ staleAt: later }]);

  clock.advance(60_000);
  await pauseCampaign(scene.owner, { id });
  expect(await news()).toEqual([]);
  clock.advance(60_000);
  await resumeCampaign(scene.owner, { id });
  await tellDue();
  expect(await news()).toMatchObject([{ staleAt: later }]);

  clock.advance(60_000);
  await endCampaign(scene.owner, { id });
  expect(await news()).toEqual([]);
});
