import type { Browser, FrameLocator, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { become, followAndBuy, openHostPage, reload } from "#tests/support/host-page.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { offerHalfOff } from "#tests/support/story.ts";

const buyers = ["Ann One", "Ben Two", "Cay Three"];

describe.each(["nested", "flat"] as const)("in a browser, with %s payloads", (payloadShape) => {
  let app: RunningApp;
  let play: Player;
  let browser: Browser;
  let host: Page;
  let referly: FrameLocator;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
    play = createPlayer(app.origin, app.sandbox.origin);
    await play.sandbox("/sandbox/settings", { payloadShape }, "PUT");
    await offerHalfOff(play);
    ({ host, referly } = await openHostPage(browser, app.sandbox.origin));
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const be = (person: string, view: string) => become({ host, referly }, person, view);

  async function copyLink(): Promise<string> {
    await referly.getByRole("button", { name: /^Copy/ }).click();
    await referly.getByRole("status").getByText("Copied").waitFor();
    return host.evaluate(() => navigator.clipboard.readText());
  }

  const buy = (link: string, name: string) =>
    followAndBuy(browser, { link, name, sandboxOrigin: app.sandbox.origin });

  async function stored(question: string): Promise<string[]> {
    const sql = postgres(app.database.superUrl, { max: 1 });
    const rows = await sql.unsafe<{ was: string }[]>(question);
    await sql.end();
    return rows.map(({ was }) => was).sort();
  }

  const shows = async (text: string | RegExp) => {
    await play.eventually(
      async () => {
        await reload({ host, referly });
        return referly.locator("body").innerText();
      },
      (page) => (typeof text === "string" ? page.includes(text) : text.test(page)),
    );
  };

  it("a member's link brings three buyers and one promo code, and a refund takes one back", async () => {
    await be("Jonas", "Member view");
    const link = await copyLink();
    expect(link).toMatch(new RegExp(`^${app.origin}/r/`));
    for (const name of buyers) await buy(link, name);
    await shows("3 confirmed");
    await shows("Delivered");
    for (const name of buyers) await referly.getByText(name).first().waitFor();

    await host.getByRole("tab", { name: /^Log/ }).click();
    await host.getByText("promo_code.created").first().waitFor();
    expect(await host.getByText("promo_code.created").count()).toBe(1);

    await host.getByRole("tab", { name: "Story" }).click();
    const purchase = host.locator("#purchases li", { hasText: "Cay Three" });
    await purchase.locator("summary").click();
    await purchase.getByRole("button", { name: "Refund", exact: true }).click();
    await shows("2 confirmed");

    await be("Nora", "Owner dashboard");
    await referly.getByRole("link", { name: "Referrals", exact: true }).click();
    await referly.getByRole("heading", { name: "Referrals", level: 1 }).waitFor();
    await referly.getByRole("table").getByRole("link", { name: "Cay Three" }).click();
    const trace = referly.getByRole("dialog", { name: "Cay Three" });
    await trace
      .getByText(/refund/i)
      .first()
      .waitFor();
    expect(await trace.innerText()).toContain("Jonas");

    expect(await stored("select status as was from referrals")).toEqual([
      "cancelled",
      "converted",
      "converted",
    ]);
    expect(await stored("select state as was from reward_deliveries")).toEqual(["applied"]);
  });
});
