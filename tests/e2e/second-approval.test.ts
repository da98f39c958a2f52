import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { transfersTo } from "#tests/support/affiliate-story.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { type FullCommunity, fillDashboard } from "#tests/support/full-community.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { companyId, personas } = COMMUNITY;

let app: RunningApp;
let play: Player;
let browser: Browser;
let full: FullCommunity;
const screens: Screen[] = [];

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  full = await fillDashboard(play);
  const payouts = { method: "transfer", minimums: {}, secondApprovalAbove: { USD: "0.01" }, schedule: null };
  // Its commissions stay as final as they were when it was drafted.
  const changed = await asOwner("PATCH", "/api/v1/settings", { payouts, holdDays: 0 });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

const asOwner = async (method: string, path: string, body: object = {}) =>
  play.api(path, method, await play.tokenOf(personas.owner), { companyId, ...body });

async function openPayout(userId: string): Promise<Screen> {
  const path = `/dashboard/${companyId}/payouts/${full.payoutId}`;
  const screen = await openScreen(browser, app, userId, path);
  screens.push(screen);
  return screen;
}

async function approve({ page }: Screen, button: string): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: /^Approve payout 1/ });
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

async function fits({ page, complaints }: Screen): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflowOf(page), `at ${width} px`).toBeLessThanOrEqual(0);
    expect(await barriersOn(page), `at ${width} px`).toEqual([]);
  }
  expect(complaints).toEqual([]);
}

describe("a payout above the amount that one person may approve", () => {
  it("waits for somebody else after the first approval, and the first person cannot be that one", async () => {
    const nora = await openPayout(personas.owner);
    await approve(nora, "Approve");
    await nora.page.getByRole("heading", { name: "Waiting for a second person" }).waitFor();
    expect(await nora.page.getByRole("button", { name: /^(Approve|Pay)/ }).count()).toBe(0);
    await fits(nora);
    for (const step of ["approve", "start"]) {
      const again = await asOwner("POST", `/api/v1/payouts/${full.payoutId}/${step}`);
      expect(again.status, step).toBe(409);
    }
  });

  it("is ready once another of the team has approved it, under both names, and is then paid once", async () => {
    const sam = await openPayout(personas.moderator);
    await sam.page.getByRole("heading", { name: "A second person has to approve" }).waitFor();
    await fits(sam);
    await approve(sam, "Approve as second person");
    await sam.page.getByRole("heading", { name: "Ready to pay" }).waitFor();
    const said = (await sam.page.locator("main").innerText()).replaceAll(/\s+/g, " ");
    expect(said).toMatch(/Approved Nora.+Second approval Sam/);
    await sam.page.getByRole("button", { name: "Pay now" }).click();
    const dialog = sam.page.getByRole("dialog", { name: /^Start payout 1/ });
    await dialog.getByRole("button", { name: "Pay now" }).click();
    await sam.page.getByRole("heading", { name: "Everybody is paid" }).waitFor();
    expect(transfersTo(app, full.sharerId)).toHaveLength(1);
    expect(sam.complaints).toEqual([]);
  });
});
