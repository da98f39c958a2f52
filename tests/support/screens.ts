import { setTimeout as sleep } from "node:timers/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import type { RunningApp } from "./app.ts";
import { openWindow } from "./browser.ts";

export type Look = { width?: number; theme?: "light" | "dark"; language?: string };

export type Screen = {
  page: Page;
  /** What the browser complained of: errors of scripts, and dialogs that no page of ours opens. */
  complaints: string[];
  close(): Promise<void>;
};

const heights = { phone: 640, desktop: 900 };

/** A page of the app as one person sees it through Whop's proxy. */
export async function openScreen(
  browser: Browser,
  app: RunningApp,
  userId: string,
  path: string,
  { width = 1440, theme = "light", language = "en-US" }: Look = {},
): Promise<Screen> {
  const height = width < 600 ? heights.phone : heights.desktop;
  const context = await openWindow(browser, { viewport: { width, height }, locale: language });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const query = new URLSearchParams({ user: userId, theme, to: path });
  await page.goto(`${app.sandbox.proxyOrigin}/_persona?${query}`, { waitUntil: "networkidle" });
  return { page, complaints, close: () => context.close() };
}

/** By how many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/**
 * What axe finds that keeps somebody from using the page, each with where it is. A step from page to page takes the
 * title away until the next one has come, so what is found counts only when it stays.
 */
export async function barriersOn(page: Page): Promise<string[]> {
  for (let look = 1; ; look += 1) {
    const found = await barriersNow(page);
    if (found.length === 0 || look === 5) return found;
    await sleep(500);
  }
}

async function barriersNow(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Without a second page for its results, which takes longer than looking.
    .setLegacyMode()
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
