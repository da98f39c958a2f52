import type { Browser } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { experienceId, companyId, personas } = COMMUNITY;
const [newcomer = ""] = personas.members;
/** Shown as it is written wherever a name is shown; as markup it would open a dialog. */
const payloads = {
  member: "<img src=x onerror=alert(1)> Mia",
  buyer: "</script><script>alert(2)</script>",
  reward: "<svg onload=alert(3)> half off",
  offer: "<b onmouseover=alert(4)>nothing</b> extra",
};
const widths = [360, 1440];

let app: RunningApp;
let play: Player;
let browser: Browser;
let sharer: string;
let sharerLink: string;
const screens: Screen[] = [];

async function open(userId: string, look?: Look): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, `/experiences/${experienceId}`, look);
  screens.push(screen);
  return screen;
}

async function asOwner(path: string, method: string, body: object) {
  const token = await play.tokenOf(personas.owner);
  const answer = await play.api(path, method, token, { companyId, ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
}

/** A member with two referrals, one paid and one on trial, a reward to claim and one that is ahead. */
async function fillTheSharersPage(): Promise<void> {
  await asOwner("/api/v1/settings", "PATCH", { offerText: payloads.offer });
  const terms = { autoApply: true, holdDays: 0 };
  const half = {
    kind: "percentage",
    amountOff: 50,
    currency: "USD",
    durationMonths: 1,
    newUsersOnly: false,
  };
  const claimable = { rewardType: "discount", rewardData: half, expiryDays: 30 };
  await asOwner("/api/v1/rewards", "POST", { ...terms, ...claimable, name: payloads.reward, threshold: 1 });
  const free = { rewardType: "free_days", rewardData: { days: 14 } };
  await asOwner("/api/v1/rewards", "POST", { ...terms, ...free, name: "Two weeks", threshold: 3 });
  sharer = (await play.newPerson(payloads.member, { experienceId })).id;
  const token = await play.tokenOf(sharer);
  const link = await play.api("/api/v1/referrals/create", "POST", token, { experienceId });
  sharerLink = link.body.url;
  for (const outcome of ["pay", "trial"]) {
    const buyer = await play.newPerson(payloads.buyer);
    await play.buy(await play.visitCheckout(sharerLink), buyer.id, outcome);
  }
  await play.eventually(
    async () => (await play.api(`/api/v1/redemptions?experienceId=${experienceId}`, "GET", token)).body,
    (answer) => JSON.stringify(answer).includes('"granted"'),
  );
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  await fillTheSharersPage();
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  it.each([
    { who: "a member with referrals", id: () => sharer },
    { who: "a newcomer", id: () => newcomer },
  ])("$who sees a page that fits, keeps nobody out and raises no error", async ({ id }) => {
    const { page, complaints } = await open(id(), { theme });
    expect(await page.locator("html").getAttribute("class")).toContain(theme);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 640 });
      expect(await overflowOf(page), `at ${width} px`).toBeLessThanOrEqual(0);
      expect(await barriersOn(page), `at ${width} px`).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});

describe("a member's page", () => {
  it("copies the link that leads to the checkout, and ticks off the first step", async () => {
    const { page } = await open(newcomer);
    const steps = page.getByRole("region", { name: "First steps" }).getByRole("listitem");
    expect(await steps.first().innerText()).not.toContain("(done)");
    await page.getByRole("button", { name: "Copy your link" }).click();
    await page.getByRole("status").getByText("Copied").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await play.visitCheckout(link);
    expect(await steps.first().textContent()).toContain("(done)");
  });

  it("offers the message with the link and the disclosure where the browser cannot share by itself", async () => {
    const { page, complaints } = await open(sharer, { width: 360 });
    await page.evaluate(() => Object.defineProperty(navigator, "share", { value: undefined }));
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Share your link" });
    await sheet.waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await sheet.getByRole("button", { name: "Discord" }).click();
    await sheet.getByText("Message copied. Paste it in Discord.").waitFor();
    const message = await page.evaluate(() => navigator.clipboard.readText());
    const [link = ""] = /http\S+\/r\/\S+/.exec(message) ?? [];
    // Of its own, so that it shows which place brings people.
    expect(link).not.toBe(sharerLink);
    await play.visitCheckout(link);
    expect(message).toContain("I earn a reward if you join");
    expect(complaints).toEqual([]);
  });

  it("makes a link for a place with one tap, and copies that one", async () => {
    const { page } = await open(sharer);
    await page.getByRole("button", { name: "Make and copy the link for WhatsApp" }).click();
    await page.getByText("Link for WhatsApp copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).not.toBe(sharerLink);
    await play.visitCheckout(link);
    await page.getByRole("button", { name: "Copy the link for WhatsApp", exact: true }).waitFor();
  });

  it("takes a code of the member's choice, says what is wrong with others, and keeps the old link", async () => {
    const { page } = await open(newcomer);
    const before = `http://${await page.locator("bdi").first().innerText()}`;
    await page.getByRole("button", { name: "Choose your own code" }).click();
    const dialog = page.getByRole("dialog", { name: "Choose your own code" });
    for (const [code, problem] of [
      ["two words", "Use 3 to 32 letters"],
      ["admin", "This code is reserved"],
    ] as const) {
      await dialog.getByRole("textbox", { name: "Code" }).fill(code);
      await dialog.getByRole("button", { name: "Use this code" }).click();
      await dialog.getByRole("alert").getByText(problem).waitFor();
    }
    await dialog.getByRole("textbox", { name: "Code" }).fill("Maya-Draws");
    await dialog.getByRole("button", { name: "Use this code" }).click();
    await page.locator("bdi", { hasText: "/r/maya-draws" }).waitFor();
    await play.visitCheckout(before);
    await play.visitCheckout(before.replace(/[^/]+$/, "maya-draws"));
  });

  it("shows text as text, whatever a member, a buyer, a reward or an offer is called", async () => {
    const { page, complaints } = await open(sharer);
    await page.getByRole("heading", { level: 1, name: payloads.offer }).waitFor();
    await page.getByRole("heading", { name: payloads.reward }).waitFor();
    await page.locator("#leaderboard").getByText(payloads.member).waitFor();
    await page.locator("#activity").getByRole("link", { name: payloads.buyer }).first().click();
    await page.getByRole("dialog", { name: payloads.buyer }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("gives what was earned with one tap, and its code in the same place", async () => {
    const { page } = await open(sharer, { width: 360 });
    const claim = page.getByRole("region", { name: "What you can claim" });
    await claim.getByRole("button", { name: "Claim" }).click();
    await claim.getByText("It is yours.").waitFor();
    await claim.getByRole("button", { name: /^Copy the code / }).click();
    await claim.getByRole("status").getByText("Copied").waitFor();
    const code = await page.evaluate(() => navigator.clipboard.readText());
    expect(await page.locator("#rewards").innerText()).toContain(code);
  });

  it("says that the server was not reached, and works again once it is", async () => {
    const { page } = await open(sharer);
    await page.context().setOffline(true);
    const tile = page.getByRole("button", { name: "Make and copy the link for Telegram" });
    await tile.click();
    await page.locator("#channels").getByRole("alert").getByText("The server was not reached.").waitFor();
    await page.context().setOffline(false);
    await tile.click();
    await page.getByText("Link for Telegram copied.").waitFor();
  });

  it("speaks the reader's language", async () => {
    const { page } = await open(sharer, { language: "es-ES" });
    await page.getByRole("button", { name: "Compartir" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
    expect(await page.locator("main").innerText()).toContain("Tus referidos");
  });

  it("follows Whop's appearance while it is open", async () => {
    const { page: host } = await open(sharer);
    await host.goto(app.sandbox.origin, { waitUntil: "networkidle" });
    const appearance = () => host.frameLocator("iframe#app").locator("html").getAttribute("class");
    await host.locator("#theme").click();
    const after = await play.eventually(appearance, (now) => /\bdark\b/.test(now ?? ""));
    expect(after).not.toContain("light");
    await host.locator("#theme").click();
    await play.eventually(appearance, (now) => /\blight\b/.test(now ?? ""));
  });
});

describe("who may not see it", () => {
  it.each([
    { who: "somebody who is not signed in", id: "stranger", says: "Open Referly inside Whop" },
    { who: "somebody from outside the community", id: "outsider", says: "You have no access to this" },
  ])("$who reads why, and what to do", async ({ id, says }) => {
    const person = id === "outsider" ? (await play.newPerson("Out Sider")).id : id;
    const { page } = await open(person, { width: 360, theme: "dark" });
    await page.getByRole("heading", { name: says }).waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    expect(await barriersOn(page)).toEqual([]);
  });
});

describe("while the database is away", () => {
  it("the page says that it is back in a moment, and trying again brings it back", async () => {
    const sql = postgres(app.database.superUrl, { max: 1 });
    const [{ name }] = await sql<[{ name: string }]>`SELECT current_database() AS name`;
    const allow = (connections: number) =>
      sql`ALTER DATABASE ${sql(name)} CONNECTION LIMIT ${sql.unsafe(String(connections))}`;
    await allow(0);
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = ${name} AND pid <> pg_backend_pid()`;
    const { page } = await open(sharer, { width: 360 });
    await page.getByRole("heading", { name: "Back in a moment" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await allow(-1);
    await sql.end();
    await play.eventually(
      async () => {
        const retry = page.getByRole("button", { name: "Try again" });
        if (await retry.isVisible()) await Promise.all([page.waitForEvent("load"), retry.click()]);
        return page.getByRole("button", { name: "Copy your link" }).isVisible();
      },
      (isBack) => isBack,
    );
  });
});
