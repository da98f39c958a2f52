import { createHash } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser, openWindow } from "#tests/support/browser.ts";
import {
  buyerNamed,
  newSharer,
  offerBothSides,
  refundAll,
  storedEnd,
} from "#tests/support/campaign-story.ts";
import { followAndBuy } from "#tests/support/host-page.ts";
import { pressByKeyboard } from "#tests/support/keyboard.ts";
import { unfurler } from "#tests/support/link-stage.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { companyId, experienceId, personas } = COMMUNITY;
const [hour, day] = [3_600, 86_400];

let app: RunningApp;
let play: Player;
let browser: Browser;
let owner: Screen;
/** Brings Ann, Ben and Eve. */
let ada: { id: string; link: string };
/** Brings Cay and Dee. */
let bea: { id: string; link: string };
let atAda: Screen;
let atBea: Screen;
let campaignId: string;
let publishedHash: string;
const screens: Screen[] = [];

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  await offerBothSides(play);
  [ada, bea] = [await newSharer(play, "Ada Amber"), await newSharer(play, "Bea Birch")];
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

async function open(userId: string, path: string, look?: Look): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, path, look);
  screens.push(screen);
  return screen;
}

const ofMember = (part = "") => `/experiences/${experienceId}${part}`;
const ofOwner = (part = "") => `/dashboard/${companyId}/campaigns${part}`;
const wait = (seconds: number) => play.sandbox("/sandbox/clock", { advanceSeconds: seconds });
const buy = (link: string, name: string) =>
  followAndBuy(browser, { link, name, sandboxOrigin: app.sandbox.origin });

async function go({ page }: Screen, path: string): Promise<void> {
  await page.goto(`${app.sandbox.proxyOrigin}${path}`, { waitUntil: "load" });
}

/** What can be read: what is streamed stands hidden in the page before it is shown. */
const textOf = async ({ page }: Screen) =>
  (await page.locator("main").filter({ visible: true }).innerText()).replaceAll(/\s+/g, " ");

/** Opens a page until it says all of these, and answers what it says. */
async function says(screen: Screen, path: string, ...texts: readonly (string | RegExp)[]): Promise<string> {
  return play.eventually(
    async () => {
      await go(screen, path);
      return textOf(screen);
    },
    (words) => texts.every((text) => (typeof text === "string" ? words.includes(text) : text.test(words))),
  );
}

/** It keeps nobody out, is no wider than its window, and raised no error. */
async function isSound({ page, complaints }: Screen): Promise<void> {
  expect(await barriersOn(page), page.url()).toEqual([]);
  expect(await overflowOf(page), page.url()).toBeLessThanOrEqual(0);
  expect(complaints, page.url()).toEqual([]);
}

describe("a campaign, from the owner's first idea to the prizes", () => {
  it("is built from a template: prizes, dates, forecast, the hash of its draw, and scheduled by keyboard", async () => {
    owner = await open(personas.owner, ofOwner());
    const { page } = owner;
    await isSound(owner);
    await pressByKeyboard(page, page.getByRole("button", { name: "Use this: First-week sprint" }));
    await page.getByRole("dialog").getByLabel("Name").fill("Grand sprint");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Edit “Grand sprint”" }).waitFor();

    const { now } = await play.sandbox("/sandbox/clock");
    const local = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString().slice(0, 16);
    await page.getByLabel("Time zone").selectOption("UTC");
    await page.getByLabel("Begins", { exact: true }).fill(local(hour));
    await page.getByLabel("Ends", { exact: true }).fill(local(3 * day));
    await page.getByLabel("Hold in days").fill("1");
    await page.getByLabel("Settling in days").fill("3");
    await page.getByLabel("At friend number").fill("3");
    await page.getByLabel("More points").fill("5");

    await page.getByRole("button", { name: "Remove prize 2" }).click();
    await page.getByRole("button", { name: "Create a reward…" }).click();
    const form = page.getByRole("dialog", { name: "New reward" });
    await form.getByLabel("Name").fill("Half off");
    await form.getByLabel("What they get").selectOption("discount");
    await form.getByLabel("Amount off").fill("50");
    await form.getByText("Hold, limits, cost, refunds").click();
    await form.getByLabel("What one costs you").fill("29.00");
    await form.getByLabel("Days to claim it").fill("30");
    expect(await barriersOn(page)).toEqual([]);
    await form.getByRole("button", { name: "Create reward" }).click();
    await form.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add a prize" }).click();
    await page.getByLabel("Won by").last().selectOption("raffle");
    await page.getByLabel("From points on").fill("15");
    await page.getByLabel("Reward", { exact: true }).last().selectOption({ label: "Fifty points" });

    const beside = page.getByRole("complementary", { name: "Preview and forecast" });
    await beside.getByText("1 winner is drawn among those with 15 points or more").waitFor();
    await beside.getByText("At the very most").waitFor();
    expect(await beside.innerText()).toMatch(/At the very most\s+\$34\.00/);
    await isSound(owner);
    await pressByKeyboard(page, page.getByRole("button", { name: "Save" }));

    await pressByKeyboard(page, page.getByRole("button", { name: "Schedule" }));
    const asked = page.getByRole("dialog", { name: "Schedule “Grand sprint”?" });
    await pressByKeyboard(page, asked.getByRole("button", { name: "Schedule" }));
    await page.getByRole("heading", { name: /Begins \d+ \w+/ }).waitFor();
    campaignId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const draw = await says(
      owner,
      ofOwner(`/${campaignId}?view=result`),
      "Secret until the standing is frozen",
    );
    publishedHash = /[0-9a-f]{64}/.exec(draw)?.[0] ?? "";
    expect(publishedHash).not.toBe("");
    await isSound(owner);
  });

  it("tells a friend what they get before they pay, and has it ready in the checkout", async () => {
    await wait(hour + 60);
    atAda = await open(ada.id, ofMember(), { width: 360 });
    const mine = await says(atAda, ofMember(), "Grand sprint", "Running", "Your friend gets 20% off");
    expect(mine).toContain("10 points for each friend who pays");
    await isSound(atAda);
    const chat = await openWindow(browser, { userAgent: unfurler, viewport: { width: 360, height: 640 } });
    const card = await chat.newPage();
    await card.goto(ada.link);
    expect(await card.locator("body").innerText()).toMatch(/Ada Amber[\s\S]*20 % off/);
    expect(await barriersOn(card)).toEqual([]);
    await chat.close();

    const said = await buy(ada.link, "Ann One");
    expect(said).toContain("Due today $23.20");
    const payments = app.sandbox.world.payments.where(({ userId }) => userId === buyerNamed(app, "Ann One"));
    expect(payments.map(({ total, status }) => ({ total, status }))).toEqual([
      { total: 2320, status: "paid" },
    ]);
  });

  it("gives the friend the rest once they have paid, without their asking", async () => {
    const ann = await open(buyerNamed(app, "Ann One"), ofMember("/rewards"), { width: 360, theme: "dark" });
    const had = await says(ann, ofMember("/rewards"), "As Ada Amber’s friend", "40 points Delivered");
    expect(had).toMatch(/20% off one payment Taken off your payment of/);
    expect(await ann.page.getByRole("button", { name: "Claim" }).count()).toBe(0);
    await isSound(ann);
  });

  it("runs: whoever brings more leads, on the members' and on the owner's page", async () => {
    await buy(bea.link, "Cay Three");
    await buy(bea.link, "Dee Four");
    await buy(ada.link, "Ben Two");
    await buy(ada.link, "Eve Five");
    await says(atAda, ofMember(`/campaigns/${campaignId}`), "Your points 0 35 waiting");
    await wait(day + hour);
    // The holds of the two end each with a job of its own.
    await says(
      atAda,
      ofMember(`/campaigns/${campaignId}`),
      /Your points 35 /,
      "1st of 2 Nobody is ahead of you",
    );
    await isSound(atAda);
    atBea = await open(bea.id, ofMember(`/campaigns/${campaignId}`), { theme: "dark" });
    const behind = await says(atBea, ofMember(`/campaigns/${campaignId}`), /Your points 20 /);
    expect(behind).toContain("2nd of 2 15 points behind the next");
    await isSound(atBea);
    expect(await says(owner, ofOwner(`/${campaignId}`), /1 .*Ada Amber/)).toMatch(
      /Ada Amber 3 35 .*Bea Birch 2 20 /,
    );
    await isSound(owner);
  });

  it("settles after its end, and late refunds change who would win", async () => {
    await wait(2 * day);
    await says(owner, ofOwner(`/${campaignId}`), "Settling", "The result is frozen on");
    await isSound(owner);
    await says(atAda, ofMember(`/campaigns/${campaignId}`), "Being settled", "once refunds are settled");
    await isSound(atAda);
    for (const name of ["Ann One", "Ben Two"]) await refundAll(app, play, buyerNamed(app, name));
    await says(
      atAda,
      ofMember(`/campaigns/${campaignId}`),
      /Your points 10 /,
      "2nd of 2",
      "The purchase was refunded.",
      "Fewer friends count now than this step asks for.",
    );
    expect(await says(owner, ofOwner(`/${campaignId}`), "Bea Birch 2 20")).toMatch(
      /Bea Birch 2 20 .*Ada Amber 1 10 /,
    );
    expect((await storedEnd(app, campaignId)).prizes).toEqual([]);
  });

  it("is frozen, and its winner claims the prize by keyboard and has its code; the other reads why not", async () => {
    await wait(3 * day + hour);
    await says(atBea, ofMember(), "You won Half off and Fifty points.");
    await isSound(atBea);
    await says(atBea, ofMember("/rewards"), "Earned. Claim it");
    await pressByKeyboard(atBea.page, atBea.page.getByRole("button", { name: "Claim" }));
    const codes = atBea.page.getByRole("region", { name: "What you can claim" }).locator("code");
    await codes.waitFor();
    const code = await codes.innerText();
    const made = app.sandbox.world.promoCodes.where((promo) => promo.code === code);
    expect(made.map(({ amountOff, promoType }) => ({ amountOff, promoType }))).toEqual([
      { amountOff: 50, promoType: "percentage" },
    ]);
    await says(atBea, ofMember("/rewards"), code, "Fifty points", "Prize of a campaign");
    await isSound(atBea);

    const lost = await says(atAda, ofMember(`/campaigns/${campaignId}`), "No prize this time");
    expect(lost).toContain("Half off went to 1st place; you came 2nd.");
    expect(lost).toContain("You needed 15 points for the draw of Fifty points; you had 10.");
    expect(lost).toContain("25 points were taken back after refunds");
    await isSound(atAda);
  });

  it("shows the owner the frozen standing, how each winner was found, and the seed of the published hash", async () => {
    const found = await says(
      owner,
      ofOwner(`/${campaignId}?view=result`),
      "Half off 1st with 20 points Claimed",
    );
    expect(found).toMatch(/Fifty points Draw 1: ticket \d of 2 Delivered/);
    const [, seed = ""] = found.match(/[0-9a-f]{64}/g) ?? [];
    expect(createHash("sha256").update(seed).digest("hex")).toBe(publishedHash);
    await isSound(owner);
    const board = await says(owner, ofOwner(`/${campaignId}`), "Frozen standings");
    expect(board).toMatch(/Bea Birch 2 20 .*Ada Amber 1 10 /);
    await pressByKeyboard(owner.page, owner.page.getByRole("link", { name: "Ada Amber" }));
    const lines = owner.page.getByRole("dialog", { name: "Ada Amber" });
    await lines.getByText("refunded").first().waitFor();
    await isSound(owner);
  });

  it("has left each prize once, and books that balance", async () => {
    // A refund now changes nothing any more.
    await refundAll(app, play, buyerNamed(app, "Cay Three"));
    await says(atBea, ofMember(), "1 confirmed");
    const { campaign, ...stored } = await storedEnd(app, campaignId);
    expect(campaign).toMatchObject({ status: "ended", hash: publishedHash });
    expect(stored).toEqual({
      standing: [
        { name: "Bea Birch", rank: 1, points: 20 },
        { name: "Ada Amber", rank: 2, points: 10 },
      ],
      prizes: [
        { kind: "rank", name: "Bea Birch", status: "claimed", delivery: "applied" },
        { kind: "raffle", name: "Bea Birch", status: "granted", delivery: "applied" },
      ],
      // What friends gave Ada and Bea, what Bea won, and what each friend had for coming: it is kept.
      points: [
        { name: "Ada Amber", points: 10 },
        { name: "Ann One", points: 40 },
        { name: "Bea Birch", points: 70 },
        ...["Ben Two", "Cay Three", "Dee Four", "Eve Five"].map((name) => ({ name, points: 40 })),
      ],
      sum: 0,
    });
  });
});
