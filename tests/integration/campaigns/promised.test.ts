import { afterAll, beforeAll, expect, test } from "vitest";
import { archiveCampaign, scheduleCampaign, updateCampaign } from "#lib/campaigns/index.ts";
import { AppError } from "#lib/core/errors.ts";
import { sentenceOf } from "#lib/core/said.ts";
import { previewCampaign } from "#lib/standings/index.ts";
import {
  type CampaignScene,
  type CampaignWish,
  draft,
  hours,
  makeCampaignScene,
  makePrize,
} from "#tests/support/campaign-stage.ts";
import { termsWith } from "#tests/support/campaign-terms.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let scene: CampaignScene;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
  scene = await makeCampaignScene(stage.services);
});
afterAll(() => stage.close());

/** What is said at each field. */
async function problemsWith(wish: CampaignWish): Promise<Record<string, string>> {
  const error: unknown = await draft(scene, wish).catch((reason: unknown) => reason);
  if (!(error instanceof AppError)) throw new Error(`It was accepted, or failed otherwise: ${String(error)}`);
  const fields = Object.entries(error.details.fields ?? {});
  return Object.fromEntries(fields.map(([field, told]) => [field, sentenceOf(told)]));
}

test("the last of a stock that another campaign has promised already, to one of two that promise it at once", async () => {
  const rewardId = await makePrize(scene, { stock: 2 });
  const prizes = [{ kind: "rank" as const, from: 1, to: 2, rewardId }];
  const [one, other] = [await draft(scene, { prizes }), await draft(scene, { prizes })];
  const results = await Promise.allSettled(
    [one, other].map(({ id }) => scheduleCampaign(scene.owner, { id })),
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const promised = {
    "terms.prizes.0.rewardId":
      "of the reward “A prize” 2 are left, but 2 of them are promised by “A week”, and 2 are needed: raise its stock",
  };
  expect(await problemsWith({ prizes })).toEqual(promised);
  const terms = termsWith({ prizes });
  await expect(previewCampaign(scene.owner, { terms })).rejects.toMatchObject({ code: "invalid_input" });
  const scheduled = results[0]?.status === "fulfilled" ? one : other;
  // What it has promised itself is not in its way.
  await previewCampaign(scene.owner, { terms, campaignId: scheduled.id });
  await updateCampaign(scene.owner, {
    id: scheduled.id,
    terms: { ...terms, priority: 0, limits: { total: 9 } },
  });
  await archiveCampaign(scene.owner, { id: scheduled.id });
  await draft(scene, { prizes });
});
