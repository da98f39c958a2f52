import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TenantTx } from "#db/client.ts";
import { campaignStandings, campaignVersions, plans, products } from "#db/schema/index.ts";
import { getCampaign, listCampaigns, scheduleCampaign, updateCampaign } from "#lib/campaigns/index.ts";
import { transact } from "#lib/core/context.ts";
import { archiveReward, listRewards } from "#lib/rewards/index.ts";
import { createFromTemplate, listCampaignTemplates, previewCampaign } from "#lib/standings/index.ts";
import {
  announce,
  bring,
  type CampaignScene,
  hours,
  makeCampaignScene,
  makePrize,
  memberOf,
  passTo,
  pointsOn,
  prizesOf,
  settled,
} from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

/** Thirty dollars for thirty days. */
async function sellPlan({ system, companyId, services }: CampaignScene): Promise<void> {
  const refreshedAt = services.clock.now();
  await transact(system, async (tx) => {
    await tx.insert(products).values({ companyId, productId: "prod_main", title: "Main", refreshedAt });
    await tx.insert(plans).values({
      companyId,
      productId: "prod_main",
      planId: "plan_main",
      planType: "renewal",
      billingPeriodDays: 30,
      initialPriceMinor: 0n,
      renewalPriceMinor: 3_000n,
      currency: "USD",
      refreshedAt,
    });
  });
}

describe("templates", () => {
  test("come with what they would have brought and cost here, at the price of what is sold", async () => {
    const scene = await makeCampaignScene(stage.services);
    await sellPlan(scene);
    for (const hour of [1, 2, 3]) await bring(scene, "kai", hours(hour));
    await passTo(scene, hours(24 * 8));
    const templates = await listCampaignTemplates(scene.owner);
    const sprint = templates.find(({ id }) => id === "first_week_sprint");
    expect(sprint).toMatchObject({
      prizes: [{ cost: { currency: "USD", amount: "90.00" } }, { cost: { amount: "30.00" } }],
      forecast: {
        rehearsals: 12,
        points: { most: 40 },
        costs: [{ currency: "USD", most: "90.00", worst: "150.00" }],
      },
    });
    // It begins on a Monday at midnight.
    expect(sprint?.startDate).toEqual(new Date("2026-03-16T00:00:00.000Z"));
  });

  test("make a draft with the rewards it needs, which runs and gives them", async () => {
    const scene = await makeCampaignScene(stage.services);
    await sellPlan(scene);
    const campaign = await createFromTemplate(scene.owner, {
      template: "climb_the_ladder",
      name: "Climb",
      rewardNames: ["Half a month", "Two months", "A year"],
      startDate: hours(0).toISOString(),
      endDate: hours(48).toISOString(),
    });
    expect(campaign).toMatchObject({ status: "draft", template: "climb_the_ladder" });
    expect((await listRewards(scene.owner, {})).map(({ name }) => name).toSorted()).toEqual([
      "A year",
      "Half a month",
      "Two months",
    ]);
    await scheduleCampaign(scene.owner, { id: campaign.id });
    for (let hour = 1; hour <= 6; hour += 1) await bring(scene, "kai", hours(hour));
    await passTo(scene, new Date(hours(48 + 14 * 24).getTime()));
    expect(await pointsOn(scene, campaign.id)).toEqual({ kai: 85 });
    expect(await prizesOf(scene, campaign.id)).toMatchObject([
      { winner: "kai", given: [expect.any(String)] },
    ]);
  });

  test("and forecasts are the team's, and save nothing", async () => {
    const scene = await makeCampaignScene(stage.services);
    const member = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
    const terms = { rules: { counts: ["paid" as const], points: { paid: 10 } } };
    await expect(listCampaignTemplates(member)).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewCampaign(member, { terms })).rejects.toMatchObject({ code: "forbidden" });
    await previewCampaign(scene.owner, { terms });
    expect((await listCampaigns(scene.owner)).campaigns).toEqual([]);
  });
});

describe("a campaign that runs", () => {
  test("is renamed also after a reward of it was put away, and keeps what it reckoned with", async () => {
    const scene = await makeCampaignScene(stage.services);
    const rewardId = await makePrize(scene, { cost: { amount: "2", currency: "USD" } });
    const { id, terms } = await announce(scene, {
      prizes: [{ kind: "rank", from: 1, to: 1, rewardId }],
      rules: { pointsCost: { currency: "USD", amount: "100.00" } },
      budget: { currency: "USD", amount: "4.00" },
    });
    await bring(scene, "kai", hours(1));
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ budget: { used: "3.00" } });
    await archiveReward(scene.owner, { id: rewardId });
    expect(await updateCampaign(scene.owner, { id, name: "Other" })).toMatchObject({
      changed: ["name"],
      appliesFrom: null,
    });
    const budget = (amount: string) =>
      updateCampaign(scene.owner, { id, terms: { ...terms, budget: { currency: "USD", amount } } });
    await expect(budget("2.99")).rejects.toMatchObject({
      details: { fields: { "terms.budget.amount": {}, "terms.prizes.0.rewardId": {} } },
    });
    // A prize is the winner's also when its reward was put away meanwhile.
    await passTo(scene, settled);
    expect(await prizesOf(scene, id)).toMatchObject([{ winner: "kai", given: [expect.any(String)] }]);
  });
});

test("a version and a frozen standing can neither be changed nor removed", async () => {
  const scene = await makeCampaignScene(stage.services);
  const { id } = await announce(scene);
  await bring(scene, "kai", hours(1));
  await passTo(scene, settled);
  const ofCampaign = eq(campaignStandings.campaignId, id);
  const changes: ((tx: TenantTx) => Promise<unknown>)[] = [
    (tx) => tx.update(campaignStandings).set({ points: 99 }).where(ofCampaign),
    (tx) => tx.delete(campaignStandings).where(ofCampaign),
    (tx) => tx.delete(campaignVersions).where(eq(campaignVersions.campaignId, id)),
  ];
  for (const change of changes)
    await expect(transact(scene.system, async (tx) => change(tx))).rejects.toMatchObject({
      cause: { message: expect.stringContaining("permission denied") },
    });
});
