import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plans, products } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { type PlayFirstRunInput, playFirstRun } from "#lib/standings/index.ts";
import { type CampaignScene, hours, makeCampaignScene, memberOf } from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let scene: CampaignScene;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
  scene = await makeCampaignScene(stage.services);
});
afterAll(() => stage.close());

const gift = { trigger: "per_conversion" as const, threshold: 1, holdDays: 14 };

async function play(moment: PlayFirstRunInput["moment"], more: Partial<PlayFirstRunInput> = {}) {
  const played = await playFirstRun(scene.owner, { moment, template: "climb_the_ladder", gift, ...more });
  if (played === null) throw new Error("There was nothing to play with");
  return played;
}

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
      initialPriceMinor: 3_000n,
      renewalPriceMinor: 3_000n,
      currency: "USD",
      refreshedAt,
    });
  });
}

const kinds = ({ trace }: Awaited<ReturnType<typeof play>>) => trace.steps.map(({ kind }) => kind);

/** Rows of every table that a tenant has. */
async function rowCount(): Promise<number> {
  const rows = await transact(scene.system, (tx) =>
    tx.execute<{ n: number }>(sql`
      SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM referrals) + (SELECT count(*) FROM memberships)
        + (SELECT count(*) FROM payments) + (SELECT count(*) FROM refunds) + (SELECT count(*) FROM campaign_points)
        + (SELECT count(*) FROM attribution_decisions) + (SELECT count(*) FROM reward_redemptions)
        + (SELECT count(*) FROM audit_logs) + (SELECT count(*) FROM referral_clicks) AS n`),
  );
  return Number([...rows][0]?.n);
}

describe("the owner's rehearsal", () => {
  test("needs something that can be bought, and is the team's", async () => {
    const input = { moment: "click" as const, template: null, gift: null };
    expect(await playFirstRun(scene.owner, input)).toBeNull();
    const member = asMember(scene.services, scene.companyId, memberOf(scene, "kai"));
    await expect(playFirstRun(member, input)).rejects.toMatchObject({ code: "forbidden" });
    await sellPlan(scene);
  });

  test("of a click alone gives nobody anything", async () => {
    const played = await play("click");
    expect([played.click, kinds(played)]).toEqual(["human", ["click"]]);
    expect([played.points, played.gift?.state]).toEqual([{ state: "none", until: null, points: 0 }, "none"]);
  });

  test("of a joining gives points and the reward, on hold to the day", async () => {
    const played = await play("join");
    expect(kinds(played)).toEqual(["click", "joined", "payment", "decision"]);
    expect(played.trace.state).toBe("confirmed");
    expect(played.points).toMatchObject({ state: "waiting", points: 10 });
    const joinedAt = played.trace.steps[1]?.at.getTime() ?? 0;
    expect(played.gift).toEqual({ state: "waiting", until: new Date(joinedAt + 14 * 86_400_000) });
  });

  test("of a refund takes both back, and says so in the trace", async () => {
    const played = await play("refund");
    expect(kinds(played)).toEqual(["click", "joined", "payment", "decision", "refund", "decision"]);
    expect([played.trace.state, played.points?.state, played.gift?.state]).toEqual([
      "cancelled",
      "taken_back",
      "taken_back",
    ]);
  });

  test("of somebody who stays makes both final, a milestone with its last friend", async () => {
    const played = await play("stay", { gift: { trigger: "milestone", threshold: 3, holdDays: 5 } });
    expect([played.points?.state, played.gift?.state]).toEqual(["final", "final"]);
    const without = await play("stay", { template: null, gift: null });
    expect([without.points, without.gift]).toEqual([null, null]);
  });

  test("stores nothing at all", async () => {
    const before = await rowCount();
    for (const moment of ["click", "join", "stay", "refund"] as const) await play(moment);
    expect(await rowCount()).toBe(before);
  });
});
