import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { type Game, playGame } from "#tests/support/member-game.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { experienceId, personas } = COMMUNITY;
const [newcomer = ""] = personas.members;

let app: RunningApp;
let play: Player;
let browser: Browser;
let game: Game;
const screens: Screen[] = [];

async function open(userId: string, part = "", look?: Look): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, `/experiences/${experienceId}${part}`, look);
  screens.push(screen);
  return screen;
}

/** Opens a page again until it says something. */
async function untilSaid(page: Page, text: string): Promise<void> {
  await play.eventually(
    async () => {
      await page.reload({ waitUntil: "networkidle" });
      return page.locator("main").innerText();
    },
    (words) => words.includes(text),
  );
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  game = await playGame(play);
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

describe("a member in a campaign", () => {
  it("sees their points and place on their page, and behind them the standings and each point's reason", async () => {
    const { page, complaints } = await open(game.sharer, "", { width: 360 });
    const cards = page.getByRole("region", { name: "Campaigns" });
    await cards.getByRole("heading", { name: "Autumn race" }).waitFor();
    expect(await cards.innerText()).toMatch(/Your points\s+25\b/);
    expect(await cards.innerText()).toMatch(/1st of 1/);
    await cards.getByRole("link", { name: /^Autumn race: Rules/ }).click();
    await page.getByRole("heading", { level: 1, name: "Autumn race" }).waitFor();
    expect(await page.getByRole("list", { name: "The top" }).innerText()).toMatch(/Rosa Test \(you\)\s+25/);
    const lines = await page.locator("#points").innerText();
    for (const line of ["Friend One paid", "Friend Two paid", "Bonus for your 2nd friend who paid"])
      expect(lines).toContain(line);
    expect(complaints).toEqual([]);
  });

  it("reads why a campaign is not theirs", async () => {
    const { page } = await open(newcomer, `/campaigns/${game.forAffiliates}`);
    await page.getByText("Not for you: it is for affiliates.").waitFor();
  });

  it("is told kindly of a campaign that is none", async () => {
    const { page } = await open(newcomer, "/campaigns/nothing");
    await page.getByRole("heading", { name: "There is no such campaign" }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });
});

describe("the points shop", () => {
  it("sells for points after a question, once, and shows what is left and where it went", async () => {
    const { page } = await open(game.sharer, "/rewards", { width: 360 });
    const shop = page.locator("#shop");
    expect(await shop.innerText()).toMatch(/75\s+points/);
    expect(await shop.innerText()).toContain("925 points are missing");
    await shop.getByRole("button", { name: "Buy Studio mug" }).click();
    const question = page.getByRole("dialog", { name: "Buy Studio mug?" });
    await question.getByText("It costs 60 points. 15 are left afterwards.").waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await question.getByRole("button", { name: "Pay 60 points" }).click();
    await page.locator("#given").getByRole("heading", { name: "Studio mug" }).waitFor();
    expect(await shop.innerText()).toMatch(/15\s+points/);
    expect(await shop.innerText()).toContain("Sold out");
    await page.getByRole("link", { name: "Where they come from" }).click();
    const entries = page.getByRole("dialog", { name: "Your points" });
    await entries.getByText("Bought: Studio mug").waitFor();
    expect(await entries.innerText()).toContain("Points of Autumn race");
  });
});

describe("a friend", () => {
  it("sees by whom they came, and has what was promised without asking", async () => {
    const { page } = await open(game.friend, "/rewards", { width: 360 });
    await untilSaid(page, "40 points");
    await page.getByRole("heading", { name: "As Rosa Test’s friend" }).waitFor();
    expect(await page.locator("#joined").innerText()).toMatch(/40 points\s+Delivered/);
  });
});

describe("the share kit", () => {
  it("words the message in three tones, each saying that its writer earns a reward, and misses it when it goes", async () => {
    const { page } = await open(game.sharer, "/share", { width: 360 });
    const message = page.getByRole("textbox", { name: "Your message" });
    for (const tone of ["Short", "Professional", "Friendly"]) {
      await page.getByRole("radio", { name: tone }).check();
      expect(await message.inputValue()).toContain("I earn a reward if you join");
      expect(await message.inputValue()).toContain("40 points");
    }
    await message.fill("Join!");
    await page.getByText("The note that you earn a reward is gone.").waitFor();
    const card = page.getByRole("img", { name: /^Your personal card/ });
    expect(await card.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))).toBe(
      1200,
    );
  });
});

describe.each([
  { theme: "light", language: "en-US" },
  { theme: "dark", language: "es-ES" },
] as const)("in $theme and $language", (look) => {
  it.each([
    "/campaigns",
    "/campaigns/RACE",
    "/campaigns/RACE/draw",
    "/rewards",
    "/rewards?points=entries",
    "/badges",
    "/share",
  ])("%s fits, keeps nobody out and raises no error", async (part) => {
    const { page, complaints } = await open(game.sharer, part.replace("RACE", game.race), look);
    expect(await page.locator("html").getAttribute("lang")).toBe(look.language.slice(0, 2));
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 640 });
      expect(await overflowOf(page), `at ${width} px`).toBeLessThanOrEqual(0);
      expect(await barriersOn(page), `at ${width} px`).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});

describe("after a campaign", () => {
  it("says what was won, and lets anybody draw the winners again", async () => {
    await play.sandbox("/sandbox/clock", { advanceSeconds: 2 * 3600 });
    const { page } = await open(game.sharer, `/campaigns/${game.race}`, { language: "en-US" });
    await untilSaid(page, "You won");
    await page.getByRole("link", { name: "How the draw works" }).click();
    await page.getByRole("button", { name: "Check it here" }).click();
    await page.getByText("It is right:").waitFor();
  });
});
