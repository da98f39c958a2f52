import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { booksOf, newApplicant, offerThirtyPercent, transfersTo } from "#tests/support/affiliate-story.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { become, followAndBuy, openHostPage, reload, travel } from "#tests/support/host-page.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { barriersOn, type Look, openScreen, overflowOf, type Screen } from "#tests/support/screens.ts";

const { experienceId, personas } = COMMUNITY;
const [maya = ""] = personas.members;
const earnings = `/experiences/${experienceId}/earnings`;

let app: RunningApp;
let play: Player;
let browser: Browser;
const screens: Screen[] = [];

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ pages: true }), launchBrowser()]);
  play = createPlayer(app.origin, app.sandbox.origin);
  await offerThirtyPercent(play);
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

describe("in a browser", () => {
  let host: Page;
  let referly: FrameLocator;

  beforeAll(async () => {
    ({ host, referly } = await openHostPage(browser, app.sandbox.origin));
    await be("Maya", "Member view");
  });

  const be = (person: string, view: string) => become({ host, referly }, person, view);

  /** Presses a button of the owner's, and the one that confirms it. */
  async function decide(button: string | RegExp, dialog: RegExp, confirm: string): Promise<void> {
    await referly.getByRole("button", { name: button }).click();
    const asked = referly.getByRole("dialog", { name: dialog });
    await asked.getByRole("button", { name: confirm }).click();
    await asked.waitFor({ state: "detached" });
  }

  /** Reads the page of Maya's earnings, from her start page on, until it is right. */
  async function earningsShow(...texts: readonly string[]): Promise<void> {
    await play.eventually(
      async () => {
        await reload({ host, referly });
        await referly.getByRole("link", { name: "All earnings" }).click();
        await referly.getByRole("heading", { name: "Earnings", level: 1 }).waitFor();
        return (await referly.locator("main").innerText()).replaceAll(/\s+/g, " ");
      },
      (page) => texts.every((text) => page.includes(text)),
    );
  }

  const buy = (link: string, name: string) =>
    followAndBuy(browser, { link, name, sandboxOrigin: app.sandbox.origin });

  async function refund(buyer: string, button: "Refund" | "Refund half"): Promise<void> {
    await host.getByRole("tab", { name: "Story" }).click();
    const purchase = host.locator("#purchases li", { hasText: buyer });
    if (!(await purchase.getByRole("button", { name: button, exact: true }).isVisible()))
      await purchase.locator("summary").click();
    await purchase.getByRole("button", { name: button, exact: true }).click();
  }

  /** The lines of the statement as a person reads them: what, by which reference, and how much. */
  async function statementLines(): Promise<{ what: string; reference: string; amount: string }[]> {
    const rows = referly.getByRole("table").locator("tbody tr");
    await rows.first().waitFor();
    return rows.evaluateAll((all) =>
      all.map((row) => {
        const cells = [...row.querySelectorAll("td")];
        const text = (place: number) => cells[place]?.innerText ?? "";
        return { what: text(1).split("\n")[0] ?? "", reference: text(2), amount: text(3) };
      }),
    );
  }

  async function openStatement(): Promise<void> {
    await referly.getByRole("link", { name: "Open the statement" }).click();
    await referly.getByRole("heading", { name: "Statement of earnings" }).waitFor();
  }

  it("a member applies with a few words, the owner reads them and approves", async () => {
    const offer = referly.locator("#earnings");
    await offer.getByText("You earn 30% of all that the people you bring pay").waitFor();
    await offer.getByText("Monthly costs $29, so each payment earns you $8.70.").waitFor();
    await offer.getByLabel(/How will you bring people/).fill("I draw in public every day.");
    await offer.getByRole("button", { name: "Apply" }).click();
    await offer.getByText("Your application is with the team").waitFor();
    await be("Nora", "Owner dashboard");
    await referly.getByRole("link", { name: "Affiliates" }).click();
    await referly.getByText("I draw in public every day.").waitFor();
    await decide(/^Approve Maya/, /an affiliate$/, "Approve");
    await referly.getByText("I draw in public every day.").waitFor({ state: "detached" });
    await be("Maya", "Member view");
    await earningsShow("Your terms", "No commissions yet");
  });

  it("two sales earn, one of them refunded in part, and nothing of it is owed before its hold is over", async () => {
    await reload({ host, referly });
    await referly.getByRole("button", { name: "Copy your link" }).click();
    await referly.getByRole("status").getByText("Copied").waitFor();
    const link = await host.evaluate(() => navigator.clipboard.readText());
    await buy(link, "Ann One");
    await buy(link, "Ben Two");
    await earningsShow("Owed $0.00", "Waiting $17.40");
    await refund("Ben Two", "Refund half");
    await earningsShow("Owed $0.00", "Waiting $13.05", "$4.35 of it was taken back: $14.50 of $29.00");

    await referly.getByRole("link", { name: /^Ben Two/ }).click();
    const workings = referly.getByRole("dialog", { name: "Ben Two" });
    await workings.waitFor();
    const sum = (await workings.innerText()).replaceAll(/\s+/g, " ");
    expect(sum).toContain("Paid by the buyer $29.00 30% of it $8.70 Refunded: $14.50 of $29.00 -$4.35");
    expect(sum).toContain("Comes to $4.35");
    await travel({ host, referly }, "+14 days");
    await earningsShow("Owed $13.05", "Waiting $0.00", "Paid $0.00");
  });

  it("the owner pays, and the statement agrees to the cent with Whop's transfer and with the books", async () => {
    await be("Nora", "Owner dashboard");
    await referly.getByRole("link", { name: "Payouts" }).click();
    await referly.getByRole("button", { name: "Draft a payout" }).click();
    await decide("Approve", /^Approve payout 1/, "Approve");
    await decide("Pay now", /^Start payout 1/, "Pay now");
    await be("Maya", "Member view");
    await earningsShow("Owed $0.00", "Paid $13.05");
    const transfers = transfersTo(app, maya);
    expect(transfers.map(({ amount, currency }) => ({ amount, currency }))).toEqual([
      { amount: 1305, currency: "usd" },
    ]);
    const reference = transfers[0]?.id ?? "";
    await referly.locator("#payouts").getByText(reference).waitFor();

    await openStatement();
    const lines = await statementLines();
    expect(lines.map(({ what, amount }) => [what.replace(/ \(.*/, ""), amount])).toEqual([
      ["Commission, Partners", "$8.70"],
      ["Commission, Partners", "$8.70"],
      ["Taken back, Partners", "-$4.35"],
      ["Payout 1", "-$13.05"],
    ]);
    expect(lines[3]?.reference).toBe(reference);
    await referly.getByText("Sum of 4 lines").waitFor();
    const sums = await referly.getByRole("article").locator("dl").last().innerText();
    expect(sums.replaceAll(/\s+/g, " ")).toBe(
      "Before this period $0.00 Earned $17.40 Taken back -$4.35 Paid out -$13.05 Not paid out at the end $0.00",
    );
    expect(await booksOf(app, maya)).toEqual({ commission_expense: "-13.05", payout_paid: "13.05" });
  });

  it("the same statement is there as a table, line by line", async () => {
    const [download] = await Promise.all([
      host.waitForEvent("download"),
      referly.getByRole("link", { name: "Download CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^statement-USD-\d{4}-\d\d-\d\d\.csv$/);
    const token = await play.tokenOf(maya);
    const { body } = await play.api(
      `/api/v1/earnings/statement/csv?experienceId=${experienceId}&currency=USD`,
      "GET",
      token,
    );
    const amounts = body
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line: string) => line.split(",").at(-3));
    expect(amounts).toEqual(["8.70", "8.70", "-4.35", "-13.05"]);
  });

  it("a refund after the payout is carried forward, and nothing more leaves the community", async () => {
    await refund("Ann One", "Refund");
    await earningsShow("Carried forward -$8.70", "$29.00 of $29.00 were refunded after you were paid.");
    await referly.getByRole("link", { name: /^Carried forward: -\$8.70/ }).click();
    const entries = referly.getByRole("dialog", { name: "Carried forward, USD" });
    await entries.getByText("-$13.05").waitFor();
    await entries.getByRole("button", { name: "Close" }).click();
    await openStatement();
    expect((await statementLines()).at(-1)).toMatchObject({ amount: "-$8.70" });
    expect(await booksOf(app, maya)).toEqual({
      commission_expense: "-4.35",
      commission_payable: "-8.70",
      payout_paid: "13.05",
    });
    const draft = await play.api("/api/v1/payouts", "POST", await play.tokenOf(personas.owner), {
      companyId: COMMUNITY.companyId,
    });
    expect(draft.status).toBe(409);
    expect(transfersTo(app, maya)).toHaveLength(1);
  });
});

describe.each(["light", "dark"] as const)("in %s, on a phone and on a desk", (theme) => {
  it.each([
    {
      who: "an affiliate with sales",
      id: () => maya,
      paths: ["", "/statement", "?entries=payout_paid&currency=USD"],
    },
    { who: "a member who could apply", id: () => personas.members[1] ?? "", paths: [""] },
    { who: "who waits for an answer", id: () => newApplicant(play, "Abby", "none"), paths: [""] },
    { who: "who was declined", id: () => newApplicant(play, "Dora", "decline"), paths: [""] },
    { who: "who is suspended", id: () => newApplicant(play, "Stan", "approve and suspend"), paths: [""] },
  ])("$who sees pages that fit, keep nobody out and raise no error", async ({ id, paths }) => {
    const { page, complaints } = await open(await id(), earnings, { theme });
    for (const path of paths) {
      if (path !== "") await page.goto(`${app.sandbox.proxyOrigin}${earnings}${path}`, { waitUntil: "load" });
      await page.locator("h1").first().waitFor();
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 640 });
        expect(await overflowOf(page), `${path} at ${width} px`).toBeLessThanOrEqual(0);
        expect(await barriersOn(page), `${path} at ${width} px`).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });
});
