import type { Locator, Page } from "playwright-core";

/** So many stops are between a page's beginning and its end at most. */
const mostStops = 150;

/** Goes there as somebody does who has no mouse: from where the focus is, stop by stop. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not reach ${target}`);
}

/** Presses something with nothing but the keyboard. */
export async function pressByKeyboard(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}
