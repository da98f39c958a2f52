import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { offerHalfOff } from "#tests/support/story.ts";

describe.each(["nested", "flat"] as const)("the main story with %s payloads", (payloadShape) => {
  let app: RunningApp;
  let play: Player;
  const scope = { experienceId: COMMUNITY.experienceId };

  beforeAll(async () => {
    app = await startApp();
    play = createPlayer(app.origin, app.sandbox.origin);
    await play.sandbox("/sandbox/settings", { payloadShape }, "PUT");
  });
  afterAll(async () => app?.stop());

  it("credits three purchases, delivers the promo code once, and takes the credit back on a refund", async () => {
    const owner = await play.tokenOf(COMMUNITY.personas.owner);
    await offerHalfOff(play);

    const member = await play.newPerson("Mona Story", { experienceId: COMMUNITY.experienceId });
    const token = await play.tokenOf(member.id);
    const link = await play.api("/api/referrals/create", "POST", token, scope);
    expect(link.status).toBe(201);
    expect(link.body.url).toContain(`/r/${link.body.code}`);
    await play.checkoutOf(link.body.url);

    const stats = async () =>
      (await play.api(`/api/referrals/stats?experienceId=${scope.experienceId}`, "GET", token)).body;
    const payments: string[] = [];
    for (const name of ["Ann One", "Ben Two", "Cay Three"]) {
      const buyer = await play.newPerson(name);
      const visit = await play.visit(link.body.url);
      expect(visit.status).toBe(302);
      expect(visit.location).toContain("session=");
      payments.push((await play.buy(visit.location ?? "", buyer.id)).paymentId);
    }
    const credited = await play.eventually(
      stats,
      (answer) => answer.conversions?.confirmed === 3 && answer.clicks.raw >= 3,
    );
    expect(credited.signups).toBe(3);
    expect(credited.clicks.raw).toBe(3);
    expect(credited.revenue).toHaveLength(1);

    const codes = () => play.sandbox("/sandbox/effects?kind=promo_code.created");
    const delivered = await play.eventually(codes, (answer) => list(answer).length === 1);
    expect(list(delivered)).toHaveLength(1);
    await play.eventually(stats, (answer) =>
      answer.rewards?.some((item: { state: string }) => item.state === "delivered"),
    );

    await play.sandbox(`/sandbox/payments/${payments[2]}/refund`, {});
    await play.eventually(stats, (answer) => answer.conversions?.confirmed === 2);

    const referrals = await play.api(`/api/v1/referrals?companyId=${COMMUNITY.companyId}`, "GET", owner);
    expect(referrals.status).toBe(200);
    const statuses = referrals.body.referrals.map((item: { status: string }) => item.status).sort();
    expect(statuses).toEqual(["cancelled", "converted", "converted"]);
    const trace = await play.api(
      `/api/v1/referrals/${referrals.body.referrals[0].id}/trace?companyId=${COMMUNITY.companyId}`,
      "GET",
      owner,
    );
    expect(trace.status).toBe(200);
    expect(trace.body.steps.length).toBeGreaterThan(2);
    expect(list(await codes())).toHaveLength(1);
  });
});

function list(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer;
  if (answer && typeof answer === "object" && "data" in answer && Array.isArray(answer.data))
    return answer.data;
  throw new Error(`not a list: ${JSON.stringify(answer)}`);
}
