import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { openClaimStory } from "#tests/support/claim-story.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { experienceId, companyId } = COMMUNITY;

let app: RunningApp;
let play: Player;
let browser: Browser;
let story: Awaited<ReturnType<typeof openClaimStory>>;
/** Whop's id of somebody who joins without any link. */
let ben: string;
const screens: Screen[] = [];

async function open(userId: string, path: string, look?: Look): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, path, look);
  screens.push(screen);
  return screen;
}
const asMember = (part: string, look?: Look) =>
  open(story.rosa.id, `/experiences/${experienceId}${part}`, look);
const asOwner = (part: string, look?: Look) => open(story.owner.id, `/dashboard/${companyId}${part}`, look);
const expectFit = async ({ page, complaints }: Screen) => {
  expect(await overflowOf(page)).toBe(0);
  expect(await barriersOn(page)).toEqual([]);
  expect(complaints).toEqual([]);
};

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  story = await openClaimStory(play, app.sandbox.origin);
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

describe("a referral that is missing", () => {
  it("is claimed by the member, who is asked first whether their link was used", async () => {
    ben = await story.buyer("Ben Walkin");
    await play.eventually(
      () => story.candidates(story.rosa.token, "Ben Walkin"),
      (members) => members.length === 1,
    );
    const home = await asMember("", { width: 360 });
    await home.page.getByRole("link", { name: "Claim a referral, see your claims" }).click();
    const { page } = home;
    await page.getByRole("heading", { level: 1, name: "A referral is missing?" }).waitFor();
    await expectFit(home);
    await page.getByRole("button", { name: "Claim a referral" }).click();
    const dialog = page.getByRole("dialog", { name: "Claim a referral" });
    await dialog.getByText("The team sees what the checkout says.").waitFor();
    await dialog.getByLabel("No, they came another way").check();
    await dialog.getByLabel("Whom did you bring?").fill("Ben Walkin");
    await dialog.getByRole("radio", { name: /Ben Walkin/ }).check();
    const today = (await play.sandbox("/sandbox/clock")).now.slice(0, 10);
    await dialog.getByLabel("When did you tell them?").fill(today);
    await dialog.getByLabel("How did it come about?").fill("We share a studio, I told him there.");
    await expectFit(home);
    await dialog.getByRole("button", { name: "Send to the team" }).click();
    await page.getByText("With the team").waitFor();
    expect(await page.locator("#mine").innerText()).toContain("The team has not decided yet.");
  });

  it("is approved by the team by key, with what there is besides the word, and counts with its trace", async () => {
    const today = await asOwner("", {});
    await today.page.getByRole("link", { name: /1 claim of a missing referral/ }).click();
    const { page } = today;
    const card = page.getByRole("article", { name: "Rosa Claims says they brought Ben Walkin" });
    await card.getByText("We share a studio, I told him there.").waitFor();
    expect(await card.innerText()).toMatch(/Credit now\s+Nobody/);
    await card.getByText("Approving makes Ben Walkin the referral of Rosa Claims.").waitFor();
    await expectFit(today);
    await card.getByRole("checkbox").focus();
    await page.keyboard.press("x");
    await page.keyboard.press("a");
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await page.getByText("No open claims").waitFor();
    const [referral] = await play.eventually(
      () => story.referralsOf(story.rosa),
      (referrals) => referrals.some(({ state }) => state === "confirmed"),
    );
    expect(referral).toMatchObject({ evidence: "claim" });
    const mine = await asMember("", { width: 360 });
    await mine.page
      .getByRole("link", { name: /Ben Walkin/ })
      .first()
      .click();
    const trace = mine.page.getByRole("dialog", { name: "Ben Walkin" });
    for (const words of ["Claimed", "Claim approved", "You said that you brought Ben Walkin.", "Your claim"])
      await trace.getByText(words, { exact: true }).first().waitFor();
    await expectFit(mine);
  });

  it("stands against a later checkout through another link, whose buyer was a customer by then", async () => {
    await story.buy(ben, await story.linkOf(story.kim));
    const [referral] = await story.referralsOf(story.rosa);
    const scope = new URLSearchParams({ companyId });
    const trace = `/api/v1/referrals/${referral?.id}/trace?${scope}`;
    await play.eventually(
      async () => JSON.stringify((await play.api(trace, "GET", story.owner.token)).body),
      (steps) => steps.includes("was already a customer before using this link"),
    );
    expect(await story.referralsOf(story.rosa)).toMatchObject([{ state: "confirmed", evidence: "claim" }]);
    expect(await story.referralsOf(story.kim)).toEqual([]);
  });

  it("is not anybody's to claim where the checkout names a link, and the member reads why", async () => {
    await story.buyer("Cleo Linked", await story.linkOf(story.kim));
    await play.eventually(
      () => story.referralsOf(story.kim),
      (referrals) => referrals.some(({ state }) => state === "confirmed"),
    );
    const search = await story.candidates(story.rosa.token, "Cleo Linked");
    const filed = await play.api("/api/v1/claims", "POST", story.rosa.token, {
      experienceId,
      userId: search[0]?.userId,
      words: "I told her about it, too.",
      toldOn: "2026-01-01",
    });
    expect(filed.status).toBe(201);
    const review = await asOwner("/review?view=claims", { width: 360, theme: "dark" });
    const card = review.page.getByRole("article", { name: /brought Cleo Linked/ });
    await card.getByText(/which goes before any claim/).waitFor();
    expect(await card.innerText()).toMatch(/Kim Links, by checkout/);
    expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await expectFit(review);
    await card.getByRole("button", { name: "Reject" }).click();
    const dialog = review.page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Her checkout names Kim's link.");
    await dialog.getByRole("button", { name: "Reject" }).click();
    await review.page.getByText("No open claims").waitFor();
    const mine = await asMember("/claims", { theme: "dark", language: "es-ES" });
    await mine.page.getByText("El equipo escribió: Her checkout names Kim's link.").waitFor();
    await expectFit(mine);
  });

  it("stops counting when the team takes its approval back", async () => {
    const review = await asOwner("/review?view=claims&standing=approved");
    const { page } = review;
    const card = page.getByRole("article", { name: /brought Ben Walkin/ });
    await card.getByRole("button", { name: "Take approval back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("He says otherwise.");
    await dialog.getByRole("button", { name: "Take approval back" }).click();
    await page.getByText("Nothing was approved").waitFor();
    await play.eventually(
      () => story.referralsOf(story.rosa),
      (referrals) => referrals.every(({ state }) => state === "cancelled"),
    );
  });
});
