import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { experienceId } = COMMUNITY;
const here = `/experiences/${experienceId}`;

let app: RunningApp;
let play: Player;
let browser: Browser;
const screens: Screen[] = [];

async function open(userId: string, path: string, language = "en-US"): Promise<Screen> {
  const screen = await openScreen(browser, app, userId, path, { width: 360, language });
  screens.push(screen);
  return screen;
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
});
afterAll(async () => {
  await Promise.all(screens.map((screen) => screen.close()));
  await browser?.close();
  await app?.stop();
});

it("a member chooses how others see them and what they hear of, and the page says by itself where they live", async () => {
  const { id } = await play.newPerson("Mia Moon", { experienceId });
  const token = await play.tokenOf(id);
  const chosen = () => play.api(`/api/v1/preferences?experienceId=${experienceId}`, "GET", token);
  await open(id, here, "es-MX");
  const { body } = await play.eventually(chosen, (answer) => answer.body.timeZone !== null);
  expect(body).toMatchObject({ locale: "es", visibility: "name" });

  const { page, complaints } = await open(id, `${here}/choices`, "es-MX");
  await page.getByRole("radio", { name: "Un alias" }).check();
  await page.getByLabel("Alias", { exact: true }).fill("La Reina");
  await page.getByLabel("Te adelantan").click();
  await page.getByLabel("Hasta").selectOption("9");
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  expect(await barriersOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Guardar" }).click();
  await page.getByRole("status").filter({ hasText: "Guardado." }).waitFor();
  expect((await chosen()).body).toMatchObject({
    visibility: "alias",
    alias: "La Reina",
    muted: ["overtaken"],
    quietFrom: 22,
    quietUntil: 9,
  });
  await page.reload({ waitUntil: "networkidle" });
  expect(await page.getByLabel("Alias", { exact: true }).inputValue()).toBe("La Reina");
  expect(complaints).toEqual([]);
});

it("an alias that is taken is told at its field, and nothing else of it is saved", async () => {
  await play.newPerson("Noor Night", { experienceId });
  const { id } = await play.newPerson("Kai Day", { experienceId });
  const noor = await play.newPerson("Lea Light", { experienceId });
  const body = { experienceId, alias: "Comet" };
  await play.api("/api/v1/preferences", "PATCH", await play.tokenOf(noor.id), body);
  const { page } = await open(id, `${here}/choices`);
  await page.getByRole("radio", { name: "An alias" }).check();
  await page.getByLabel("Alias", { exact: true }).fill("comet");
  await page.getByRole("button", { name: "Save" }).click();
  const told = page.getByRole("alert").filter({ hasText: "is taken by another member" });
  await told.first().waitFor();
  const token = await play.tokenOf(id);
  const saved = await play.api(`/api/v1/preferences?experienceId=${experienceId}`, "GET", token);
  expect(saved.body).toMatchObject({ visibility: "name", alias: null });
});

it("a notification's link opens what it is about", async () => {
  const sharer = await play.newPerson("Sam Sharer", { experienceId });
  const token = await play.tokenOf(sharer.id);
  const link = await play.api("/api/v1/referrals/create", "POST", token, { experienceId });
  const checkout = await play.visitCheckout(link.body.url);
  await play.buy(checkout, (await play.newPerson("Bo Buyer")).id, "pay");
  const { body } = await play.eventually(
    () => play.api(`/api/v1/referrals?experienceId=${experienceId}`, "GET", token),
    (answer) => answer.body.referrals?.length === 1,
  );
  const { page } = await open(sharer.id, `${here}/activity/${body.referrals[0].id}`);
  expect(await page.getByRole("dialog").innerText()).toContain("Bo Buyer");
});
