import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { companyId, companyRoute, experienceId, personas } = COMMUNITY;

let app: RunningApp;
let play: Player;
let browser: Browser;
let screen: Screen;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  screen = await openScreen(browser, app, personas.owner, `/dashboard/${companyId}/start`);
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await app?.stop();
});

async function asOwner(path: string, method = "GET", body?: object) {
  const answer = await play.api(path, method, await play.tokenOf(personas.owner), body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

const visit = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.origin + path, { headers, redirect: "manual" });

async function expectGood(): Promise<void> {
  expect(await barriersOn(screen.page)).toEqual([]);
  for (const width of [360, 1440]) {
    await screen.page.setViewportSize({ width, height: 800 });
    expect(await overflowOf(screen.page)).toBeLessThanOrEqual(0);
  }
}

describe("the owner's first run", () => {
  it("goes from a goal to a campaign that runs, after a rehearsal that kept nothing", async () => {
    const { page } = screen;
    await page.getByRole("heading", { name: "What should it bring you?" }).waitFor();
    // What is sold here is read from Whop after the first opening.
    await expect
      .poll(async () => (await asOwner(`/api/v1/plans?companyId=${companyId}`)).plans.length, {
        timeout: 120_000,
      })
      .toBeGreaterThan(0);
    await expectGood();
    await page.getByRole("link", { name: /That everybody brings somebody/ }).click();
    await page.getByRole("link", { name: "Use this: Raffle for everybody" }).waitFor();
    await expectGood();
    await page.getByRole("link", { name: "Use this: Raffle for everybody" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Free days").fill("5");
    await page.getByLabel("Days on hold").fill("10");
    await expectGood();
    await page.getByRole("button", { name: "Play it through" }).click();
    await page.getByText("A click alone earns nobody anything").waitFor();
    await page.getByRole("link", { name: "Alex joins and pays" }).click();
    await page
      .getByText(/On hold until/)
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Alex asks for a refund" }).click();
    await page
      .getByText(/Taken back: the refund came/)
      .first()
      .waitFor();
    await expectGood();
    const { referrals } = await asOwner(`/api/v1/referrals?companyId=${companyId}&limit=1`);
    expect(referrals).toEqual([]);

    // Left and come back to, by its address alone.
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await page.getByRole("link", { name: "Looks right: go on" }).click();
    await page.getByText("5 free days for each friend who joins and pays, after 10 days on hold.").waitFor();
    await expectGood();
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByRole("heading", { name: "Raffle for everybody" }).waitFor();
    const { campaigns } = await asOwner(`/api/v1/campaigns?companyId=${companyId}`);
    expect(campaigns).toMatchObject([{ status: "scheduled", template: "raffle_for_all", isPublic: false }]);
    const { rewards } = await asOwner(`/api/v1/rewards?companyId=${companyId}`);
    expect(rewards).toEqual(
      expect.arrayContaining([expect.objectContaining({ trigger: "per_conversion", holdDays: 10 })]),
    );
  });

  it("leaves a checklist on Today until a click, a webhook and a reward have been seen", async () => {
    const { page } = screen;
    await page.goto(`${app.sandbox.proxyOrigin}/dashboard/${companyId}`);
    await page.getByText("A reward was delivered").waitFor();
    await page.getByText("Whop has sent a webhook").waitFor();
  });
});

describe("a campaign's public page", () => {
  const path = `/c/${companyRoute}/raffle-for-everybody`;

  it("does not exist, for anybody, before the owner opens it", async () => {
    const [hidden, never] = await Promise.all([visit(path), visit(`/c/${companyRoute}/never-was`)]);
    expect([hidden.status, never.status]).toEqual([404, 404]);
    expect(await hidden.text()).toBe(await never.text());
  });

  it("is opened by the owner, who is told its address", async () => {
    const { page } = screen;
    const [{ id }] = (await asOwner(`/api/v1/campaigns?companyId=${companyId}`)).campaigns;
    await page.goto(`${app.sandbox.proxyOrigin}/dashboard/${companyId}/campaigns/${id}`);
    await page.getByRole("switch", { name: "Show this campaign to everybody" }).click();
    await page.getByText(app.origin + path).waitFor();
    await expectGood();
    await page.getByRole("button", { name: "Copy the page’s address" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(app.origin + path);
    const shared = await play.newPerson("Mia Member", { experienceId });
    const member = await openScreen(browser, app, shared.id, `/experiences/${experienceId}/campaigns/${id}`);
    await member.page.getByRole("button", { name: "Copy the page’s address" }).waitFor();
    await member.close();
  });

  it("shows strangers the offer, the time, the rules, the prizes and the draw, and search engines what it is", async () => {
    const { page } = screen;
    await expect.poll(async () => (await visit(path)).status, { timeout: 30_000 }).toBe(200);
    await page.goto(app.origin + path);
    await page.getByRole("heading", { name: "Raffle for everybody", level: 1 }).waitFor();
    await page.getByRole("timer").waitFor();
    await page.getByText("Fingerprint").first().waitFor();
    await page.getByRole("link", { name: /^Join / }).waitFor();
    await expectGood();
    const html = await (await visit(path)).text();
    expect(html).toContain(`<link rel="canonical" href="${app.origin}${path}"/>`);
    expect(html).toContain('<meta name="robots" content="index, follow"/>');
    const [, event = ""] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(event)).toMatchObject({
      "@type": "Event",
      name: "Raffle for everybody",
      url: app.origin + path,
    });
    const picture = /property="og:image" content="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const answer = await fetch(picture);
    const png = Buffer.from(await answer.arrayBuffer());
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    const spanish = await (await visit(path, { "accept-language": "es-MX" })).text();
    expect(spanish).toContain("Una campaña de");
    expect(spanish).toContain('lang="es"');
  });

  it("stands there without a script, and keeps what strangers say out of the page", async () => {
    const answer = await visit(`${path}?x="><script>alert(1)</script>`, {
      cookie: "whop-frosted-theme=appearance:dark; other=<script>alert(1)</script>",
    });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).not.toContain("alert(1)");
    expect(html).toMatch(/<h1[^>]*>Raffle for everybody<\/h1>/);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    for (const hostile of ["/c/%2e%2e/x", "/c/a%00/b", "/c/a/b'--", `/c/a/${"x".repeat(3_000)}`, "/c/a/b/c"])
      expect((await visit(hostile)).status, hostile).toBe(404);
  });

  it("writes the new name as text under the old address, and is gone when the owner closes it", async () => {
    const [{ id, name }] = (await asOwner(`/api/v1/campaigns?companyId=${companyId}`)).campaigns;
    await asOwner(`/api/v1/campaigns/${id}`, "PATCH", { companyId, name: `${name} </script><b>x` });
    await expect
      .poll(async () => (await visit(path)).text(), { timeout: 30_000 })
      .toContain("Raffle for everybody &lt;/script&gt;&lt;b&gt;x");
    expect(await (await visit(path)).text()).not.toContain("</script><b>x");
    await asOwner(`/api/v1/campaigns/${id}/page`, "POST", { companyId, isPublic: false });
    await expect.poll(async () => (await visit(path)).status, { timeout: 30_000 }).toBe(404);
    const gone = await (await visit(path)).text();
    expect(gone).toContain("There is no campaign here");
    expect(gone).not.toContain("Raffle");
  });
});
