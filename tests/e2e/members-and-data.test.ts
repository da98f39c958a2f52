import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { longExportRows } from "#lib/core/export.ts";
import { type RunningApp, startApp, stopProcess } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { readCsv } from "#tests/support/csv.ts";
import { bookMany } from "#tests/support/many-entries.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { companyId, experienceId, personas } = COMMUNITY;
const myData = `/experiences/${experienceId}/my-data`;

let app: RunningApp;
let play: Player;
let browser: Browser;
const screens: Screen[] = [];

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
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

/** Somebody who has opened the app and has a link. */
async function newMember(name: string): Promise<string> {
  const { id } = await play.newPerson(name, { experienceId });
  const made = await play.api("/api/referrals/create", "POST", await play.tokenOf(id), { experienceId });
  expect(made.status).toBe(201);
  return id;
}

async function rowsNaming(name: string): Promise<number> {
  const sql = postgres(app.database.superUrl, { max: 1 });
  const [found] = await sql<{ n: number }[]>`SELECT count(*)::int AS n FROM users WHERE name = ${name}`;
  await sql.end();
  return found?.n ?? 0;
}

async function savedBy(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

async function fits({ page, complaints }: Screen): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflowOf(page), `${page.url()} at ${width} px`).toBeLessThanOrEqual(0);
    expect(await barriersOn(page), `${page.url()} at ${width} px`).toEqual([]);
  }
  expect(complaints).toEqual([]);
}

describe("a member", () => {
  it("takes along all that is kept about them, and is forgotten only after typing the word", async () => {
    const id = await newMember("Mia Muster");
    const screen = await open(id, myData);
    const { page } = screen;
    await fits(screen);
    const file = await savedBy(page, () => page.getByRole("button", { name: "Download" }).click());
    expect(file.name).toBe("my-data.json");
    expect(JSON.parse(file.text).data.profile[0].name).toBe("Mia Muster");
    expect(file.text).toContain(id);

    await page.getByRole("button", { name: "Delete my data" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete your data for good?" });
    await dialog.getByRole("textbox").fill("yes");
    await dialog.getByRole("button", { name: "Delete my data" }).click();
    await dialog.getByText("Type DELETE as it stands here.").waitFor();
    expect(await rowsNaming("Mia Muster")).toBe(1);
    await dialog.getByRole("textbox").fill("DELETE");
    await dialog.getByRole("button", { name: "Delete my data" }).click();
    await page.getByRole("heading", { name: "Your data was deleted" }).waitFor();
    expect(await rowsNaming("Mia Muster")).toBe(0);
    await fits(screen);
  });

  it.each(["light", "dark"] as const)("reads all of it in %s and in Spanish, too", async (theme) => {
    const id = await newMember(`Ana ${theme}`);
    const screen = await open(id, myData, { theme, language: "es-ES" });
    await screen.page.getByRole("heading", { name: "Tus datos", exact: true }).waitFor();
    await fits(screen);
  });
});

describe("the team", () => {
  const members = `/dashboard/${companyId}/members`;

  it("finds a member, sees what is known of them, and erases them when they ask for it", async () => {
    await newMember("Otto Odd");
    const screen = await open(personas.owner, members);
    const { page } = screen;
    await page.getByRole("searchbox").fill("otto");
    await page.getByRole("table").getByRole("link", { name: "Otto Odd" }).click();
    const sheet = page.getByRole("dialog", { name: "Otto Odd" });
    await sheet.getByText("Has not brought anybody yet.").waitFor();
    await fits(screen);
    const file = await savedBy(page, () =>
      sheet.getByRole("button", { name: "Download their data" }).click(),
    );
    expect(JSON.parse(file.text).data.profile[0].name).toBe("Otto Odd");

    await sheet.getByRole("button", { name: "Erase member" }).click();
    const dialog = page.getByRole("dialog", { name: "Erase Otto Odd for good?" });
    await dialog.getByRole("textbox").fill("erase");
    await dialog.getByRole("button", { name: "Erase member" }).click();
    await page.getByText("This member was erased").waitFor();
    expect(await rowsNaming("Otto Odd")).toBe(0);
    await page.goto(`${app.sandbox.proxyOrigin}${members}?search=otto`);
    await page.getByText("Nobody is called that").waitFor();
  });

  it("has a table of many rows made, which goes on while the page is opened again, and saves all of it", async () => {
    const { body } = await play.api(
      `/api/v1/members?companyId=${companyId}&limit=1`,
      "GET",
      await play.tokenOf(personas.owner),
    );
    const postings = longExportRows / 2 + 500;
    await bookMany(app.database.superUrl, { companyId, holderId: body.members[0].userId, postings });
    // Nobody makes it yet, so it is still to be made whenever the page is looked at.
    const worker = app.processes.get("worker");
    if (worker) await stopProcess(worker);
    const screen = await open(personas.owner, `/dashboard/${companyId}/ledger`);
    const { page } = screen;
    await page.getByRole("button", { name: "Export CSV" }).click();
    await page.getByText("Being made in the background").waitFor();
    await page.reload();
    await page.getByText("Being made in the background").waitFor();
    await fits(screen);
    await page.getByRole("link", { name: "Long exports" }).click();
    await page.getByRole("heading", { name: "Long exports" }).waitFor();
    await page.getByRole("progressbar", { name: "Export" }).waitFor();
    await fits(screen);
    await app.start("worker");
    const link = page.getByRole("link", { name: "Download" });
    await link.waitFor();
    await fits(screen);
    const file = await savedBy(page, () => link.click());
    expect(file.name).toMatch(/^ledger-\d{4}-\d\d-\d\d\.csv$/);
    expect(readCsv(file.text).length).toBeGreaterThanOrEqual(2 * postings);
  });
});
