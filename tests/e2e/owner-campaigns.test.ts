import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { openScreen, type Screen } from "#tests/support/screens.ts";

const { companyId, personas } = COMMUNITY;

let app: RunningApp;
let play: Player;
let browser: Browser;
let screen: Screen;

async function asOwner(path: string) {
  const answer = await play.api(path, "GET", await play.tokenOf(personas.owner));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  screen = await openScreen(browser, app, personas.owner, `/dashboard/${companyId}/campaigns`);
});
afterAll(async () => {
  await screen?.close();
  await browser?.close();
  await app?.stop();
});

describe("the owner", () => {
  it("makes a campaign of a template, is told at the field what cannot be, and schedules it", async () => {
    const { page, complaints } = screen;
    await page.getByRole("button", { name: "Use this: First-week sprint" }).click();
    const dialog = page.getByRole("dialog", { name: "New campaign: First-week sprint" });
    await dialog.getByLabel("Name").fill("November sprint");
    await dialog.getByRole("button", { name: "Create draft" }).click();
    await page.getByRole("heading", { name: "Edit “November sprint”" }).waitFor();
    const beside = page.getByRole("complementary", { name: "Preview and forecast" });
    await beside.getByText("10 points for each friend who pays").waitFor();
    await beside.getByText("1st place").waitFor();

    const end = page.getByLabel("Ends", { exact: true });
    const stored = await end.inputValue();
    await end.fill("2020-01-01T00:00");
    await page.getByText("must be after the start").waitFor();
    await end.fill(stored);
    await page.getByText("must be after the start").waitFor({ state: "detached" });
    await page.getByLabel("Points for paying", { exact: true }).fill("12");
    await beside.getByText("12 points for each friend who pays").waitFor();
    await page.getByRole("button", { name: "Save" }).click();

    await page.getByRole("button", { name: "Schedule" }).click();
    const asked = page.getByRole("dialog", { name: "Schedule “November sprint”?" });
    await asked.getByRole("button", { name: "Schedule" }).click();
    await page.getByRole("heading", { name: /Begins \d+ \w+/ }).waitFor();
    const { campaigns } = await asOwner(`/api/v1/campaigns?companyId=${companyId}`);
    expect(campaigns).toHaveLength(1);
    expect(campaigns[0]).toMatchObject({ name: "November sprint", status: "scheduled", version: 1 });
    expect(campaigns[0].terms.rules).toMatchObject({ counts: ["paid"], points: { paid: 12 } });
    expect(campaigns[0].terms.prizes).toHaveLength(2);
    expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
  });

  it("gives a member a reward by hand, which they have once", async () => {
    const { page } = screen;
    const member = await play.newPerson("Gia Given", { experienceId: COMMUNITY.experienceId });
    const token = await play.tokenOf(member.id);
    await play.api("/api/referrals/create", "POST", token, { experienceId: COMMUNITY.experienceId });
    await page.goto(`${app.sandbox.proxyOrigin}/dashboard/${companyId}/rewards`);
    await page.getByRole("button", { name: "New reward" }).click();
    const form = page.getByRole("dialog", { name: "New reward" });
    await form.getByLabel("Name").fill("A thank-you");
    await form.getByLabel("Earned by").selectOption("manual");
    await form.getByLabel("What they get").selectOption("credits");
    await form.getByLabel("Credits").fill("50");
    await form.getByText("Whoever you choose gets 50 credits.").waitFor();
    await form.getByRole("button", { name: "Create reward" }).click();
    await page.getByRole("button", { name: "Give A thank-you" }).click();
    const dialog = page.getByRole("dialog", { name: "Give “A thank-you”" });
    await dialog.getByRole("searchbox").fill("gia");
    await dialog.getByRole("radio", { name: /Gia Given/ }).click();
    await dialog.getByRole("button", { name: "Give it" }).click();
    await dialog.waitFor({ state: "detached" });
    const { items } = await play.eventually(
      () => asOwner(`/api/v1/redemptions?companyId=${companyId}`),
      (answer) =>
        answer.items.some(({ status }: { status: string }) => status === "granted" || status === "claimed"),
    );
    expect(items).toHaveLength(1);
  });
});
