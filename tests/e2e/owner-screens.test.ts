import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { readCsv } from "#tests/support/csv.ts";
import { areas, sheetsOf } from "#tests/support/dashboard-areas.ts";
import { type FullCommunity, fillDashboard } from "#tests/support/full-community.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { companyId, personas } = COMMUNITY;
const widths = [1440, 360];
let app: RunningApp;
let play: Player;
let browser: Browser;
let full: FullCommunity;
let empty: { companyId: string; ownerId: string };
const screens: Screen[] = [];

async function open(path: string, look?: Look, userId: string = personas.owner): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, path, look);
  screens.push(screen);
  return screen;
}

const dashboard = (path: string) => open(`/dashboard/${companyId}${path}`);

async function rewardNamed(wanted: string) {
  const { rewards } = await asOwner(`/api/v1/rewards?companyId=${companyId}`);
  return rewards.find(({ name }: { name: string }) => name === wanted);
}

async function asOwner(path: string) {
  const answer = await play.api(path, "GET", await play.tokenOf(personas.owner));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  full = await fillDashboard(play);
  empty = await play.sandbox("/sandbox/companies", { title: "Nothing Yet" });
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

/** What is wrong with each of the pages, at each width; nothing, when all is well. */
async function faultsOf({ page, complaints }: Screen, paths: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (const path of paths) {
    await page.goto(`${app.sandbox.proxyOrigin}${path}`, { waitUntil: "load" });
    await page.locator("h1").first().waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const found = await barriersOn(page);
      const overflow = await overflowOf(page);
      if (overflow > 0) found.push(`is ${overflow} px too wide`);
      faults.push(...[...found, ...complaints.splice(0)].map((fault) => `${path} at ${width} px: ${fault}`));
    }
  }
  return faults;
}

describe.each(["light", "dark"] as const)("in %s, on a desk and on a phone", (theme) => {
  it("every page of a busy community fits, keeps nobody out and raises no error", async () => {
    const base = `/dashboard/${companyId}`;
    const paths = [...areas, "/referrals?show=none", ...sheetsOf(full)].map((path) => base + path);
    const screen = await open(base, { theme });
    expect(await screen.page.locator("html").getAttribute("class")).toContain(theme);
    expect(await faultsOf(screen, paths)).toEqual([]);
  });

  it("every page of a community in which nothing happened yet does, too", async () => {
    const base = `/dashboard/${empty.companyId}`;
    const screen = await open(base, { theme }, empty.ownerId);
    const paths = areas.map((path) => base + path);
    expect(await faultsOf(screen, paths)).toEqual([]);
  });
});

describe("the owner", () => {
  const dialogOf = (page: Page, name: string | RegExp): Locator => page.getByRole("dialog", { name });

  it("sees what waits for them, with the permission that is missing by name", async () => {
    const { page } = await dashboard("");
    const today = await page.locator("main").innerText();
    expect(today).toContain("1 reward waits for your approval");
    expect(today).toContain("1 delivery could not be finished");
    expect(today).toContain("2 referrals are held for review");
    expect(today).toContain("Permission missing: promo_code:create");
    expect(today).toMatch(/1 earned reward is on hold; the next is final on \d+ \w+/);
  });

  it("opens the rows behind a number, and finds as many as the number says", async () => {
    const { page } = await dashboard("");
    const figure = page.getByRole("link", { name: /, open the list$/ }).first();
    const count = Number(await figure.innerText());
    await figure.click();
    await page.getByRole("heading", { name: "Referrals", level: 1 }).waitFor();
    expect(await page.locator("tbody tr").count()).toBe(count);
  });

  it("creates a reward, after being told what is missing, and it is stored as it was typed", async () => {
    const { page, complaints } = await dashboard("/rewards");
    await page.getByRole("button", { name: "New reward" }).click();
    const dialog = dialogOf(page, "New reward");
    await dialog.getByLabel("Name").fill("");
    await dialog.getByLabel("Confirmed referrals").fill("seven");
    await dialog.getByRole("button", { name: "Create reward" }).click();
    await dialog.getByText("Fill this in.").waitFor();
    await dialog.getByText("Enter a whole number.").waitFor();
    await dialog.getByLabel("Name").fill("A free fortnight");
    await dialog.getByLabel("Confirmed referrals").fill("7");
    await dialog.getByLabel("What they get").selectOption("free_days");
    await dialog.getByLabel("Days", { exact: true }).fill("14");
    await dialog.getByText("Members who bring 7 friends get 14 free days, after 14 days.").waitFor();
    await dialog.getByRole("button", { name: "Create reward" }).click();
    await page.getByRole("heading", { name: "A free fortnight" }).waitFor();
    const stored = await rewardNamed("A free fortnight");
    expect(stored).toMatchObject({ threshold: 7, rewardType: "free_days", autoApply: true, holdDays: 14 });
    expect(stored.data).toMatchObject({ days: 14 });
    expect(complaints).toEqual([]);
  });

  it("releases one held referral and rejects another, each only with a reason, which the trace keeps", async () => {
    for (const [button, status, reason] of [
      ["Release", "released", "Two siblings, one card."],
      ["Reject", "rejected", "The same person twice."],
    ] as const) {
      const { page } = await dashboard("/review");
      const first = page.getByRole("article").first();
      const name = (await first.getAttribute("aria-label")) ?? "";
      await first.getByRole("button", { name: button }).click();
      const dialog = dialogOf(page, `${button} this referral?`);
      await dialog.getByRole("button", { name: button }).click();
      await dialog.getByText("Write a few words").waitFor();
      await dialog.getByLabel("Reason").fill(reason);
      await dialog.getByRole("button", { name: button }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("article", { name }).waitFor({ state: "detached" });
      const { cases } = await asOwner(`/api/v1/review/cases?companyId=${companyId}&status=${status}`);
      expect(cases).toHaveLength(1);
      expect(cases[0]).toMatchObject({ decisionReason: reason, decidedBy: "Nora Lindqvist" });
      await page.getByRole("link", { name: button === "Release" ? "Released" : "Rejected" }).click();
      await page.getByRole("article", { name }).getByText(reason).waitFor();
      await page.getByRole("link", { name: "See the whole trace" }).click();
      await page.getByRole("dialog").getByText(reason).waitFor();
    }
  });

  it("approves a reward that waits, by keyboard, and it counts as being delivered", async () => {
    const { page } = await dashboard("/rewards?view=given&status=decision");
    const row = page.getByRole("row", { name: /An hour/ });
    await row.getByRole("link").focus();
    await page.keyboard.press("x");
    await page.getByText("1 selected").waitFor();
    await page.keyboard.press("a");
    await dialogOf(page, "Approve 1 reward?").getByRole("button", { name: "Approve" }).click();
    await page.getByText("1 approved.").waitFor();
    await row.getByRole("button", { name: "Mark delivered" }).click();
    const handOver = dialogOf(page, "Mark as delivered");
    // Its letters are keys of the list behind the dialog.
    await handOver.getByLabel("Note to the member").pressSequentially("Just ask Kai.");
    await handOver.getByRole("button", { name: "Mark delivered" }).click();
    await handOver.waitFor({ state: "detached" });
    const { items } = await asOwner(`/api/v1/redemptions?companyId=${companyId}&status=granted`);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ note: "Just ask Kai." });
  });

  it("changes one thing of a reward and nothing else, and archives it without taking it from anybody", async () => {
    const { page } = await dashboard("/rewards");
    const before = await rewardNamed("A free week");
    await page.getByRole("button", { name: "Edit A free week" }).click();
    const dialog = dialogOf(page, "Edit reward");
    await dialog.getByLabel("Confirmed referrals").fill("4");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const after = await rewardNamed("A free week");
    expect(after).toEqual({ ...before, threshold: 4, updatedAt: after.updatedAt });
    await page.getByRole("button", { name: "Archive A free week" }).click();
    await dialogOf(page, "Archive “A free week”?").getByRole("button", { name: "Archive" }).click();
    await page.getByText("1 archived reward").waitFor();
    const { items } = await asOwner(`/api/v1/redemptions?companyId=${companyId}&status=pending`);
    expect(items).toHaveLength(1);
  });

  it("tries again, from Health, what a missing permission held, once the permission is there", async () => {
    await play.sandbox("/sandbox/settings", { revokedPermissions: [] }, "PUT");
    const { page } = await dashboard("/health");
    await page.getByRole("button", { name: "Try again" }).click();
    await play.eventually(
      () => asOwner(`/api/v1/redemptions?companyId=${companyId}&status=granted`),
      ({ items }) => items.some(({ id }: { id: string }) => id === full.heldRedemptionId),
    );
    await page.reload();
    await page.getByText("Nothing is stuck").waitFor();
  });

  it("saves new rules as a new version, refuses days that cannot be, and reads both in Activity", async () => {
    const { page } = await dashboard("/settings");
    const card = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Who gets credit" }) });
    await card.getByLabel("Days from the click to the purchase").fill("400");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Enter a whole number from 1 to 365.").waitFor();
    await card.getByLabel("Days from the click to the purchase").fill("45");
    await card.getByRole("radio", { name: /The first link counts/ }).click();
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Saved").waitFor();
    await card.getByText("Version 2 is in force").waitFor();
    const { rules } = await asOwner(`/api/v1/settings?companyId=${companyId}`);
    expect(rules).toMatchObject({ version: 2, windowDays: 45, touch: "first" });
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByRole("link", { name: "By people" }).click();
    const entry = page.getByRole("listitem").filter({ hasText: "changed the attribution rules" });
    await entry.getByText("Details").click();
    await entry.getByText("30 → 45").waitFor();
  });

  it("finds a referral by a part of a name while typing, and sees why it counts", async () => {
    const { page } = await dashboard("/referrals");
    await page.getByRole("searchbox").fill("ann o");
    await page.waitForURL(/search=ann/);
    const row = page.getByRole("link", { name: "Ann One" });
    await row.click();
    const sheet = dialogOf(page, "Ann One");
    await sheet.getByText("Credited").first().waitFor();
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    await page.waitForURL((url) => !url.searchParams.has("open"));
  });

  it("saves the rows that a filter shows as a table, and none when it is cancelled", async () => {
    const { page, complaints } = await dashboard("/referrals?search=ann+o");
    const button = page.getByRole("button", { name: "Referrals as CSV" });
    const [saved] = await Promise.all([page.waitForEvent("download"), button.click()]);
    expect(saved.suggestedFilename()).toBe("referrals.csv");
    expect(readCsv(await readFile(await saved.path(), "utf8"))).toMatchObject([{ member: "Ann One" }]);
    await page.getByText("1 row saved").waitFor();
    let downloads = 0;
    page.on("download", () => {
      downloads += 1;
    });
    // An answer that does not come, for as long as it takes to cancel it.
    await page.route("**/api/v1/exports/**", () => {});
    await button.click();
    await page.getByText("Counting…").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await button.waitFor();
    expect([downloads, complaints]).toEqual([0, []]);
  });

  it("reads the dashboard in Spanish where the browser asks for it", async () => {
    const { page } = await open(`/dashboard/${companyId}`, { language: "es-MX" });
    await page.getByRole("heading", { name: "Hoy", level: 1 }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
  });
});

describe("a member", () => {
  it("is told that the dashboard is not theirs, and learns nothing from it", async () => {
    const { page } = await open(`/dashboard/${companyId}`, {}, full.sharerId);
    await page.getByRole("heading", { name: "You have no access to this" }).waitFor();
    expect(await page.locator("body").innerText()).not.toContain("Ann One");
  });
});
