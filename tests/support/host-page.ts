import type { Browser, FrameLocator, Page } from "playwright-core";
import { openWindow } from "./browser.ts";

/** Whop's page with the app in its frame. */
export type HostPage = { host: Page; referly: FrameLocator };

export async function openHostPage(browser: Browser, sandboxOrigin: string): Promise<HostPage> {
  const window = await openWindow(browser, { viewport: { width: 1440, height: 900 } });
  await window.grantPermissions(["clipboard-read", "clipboard-write"]);
  const host = await window.newPage();
  const referly = host.frameLocator("iframe#app");
  await host.goto(sandboxOrigin);
  await referly.getByRole("heading").first().waitFor();
  return { host, referly };
}

/** Becomes another person on the host's page, in one of the two views. */
export async function become(at: HostPage, person: string, view: string): Promise<void> {
  const { host } = at;
  await loadedAnew(at, () => host.getByRole("radio", { name: person }).click());
  await loadedAnew(at, () => host.getByRole("navigation").getByRole("button", { name: view }).click());
}

export async function reload(at: HostPage): Promise<void> {
  await loadedAnew(at, () => at.host.getByRole("button", { name: "Reload" }).click());
}

/** Moves the sandbox's clock by one of its buttons, after which the host loads the app anew. */
export async function travel(at: HostPage, button: string): Promise<void> {
  await loadedAnew(at, () => at.host.getByRole("button", { name: button }).click());
}

/** Goes on in the document that the act loads: what is clicked in the one before it would be lost with it. */
async function loadedAnew({ host, referly }: HostPage, act: () => Promise<void>): Promise<void> {
  const element = await host.locator("iframe#app").elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error("The host's page has no frame");
  await frame.evaluate(() => Reflect.set(globalThis, "isLeft", true));
  await act();
  await frame.waitForFunction(() => !Reflect.has(globalThis, "isLeft") && document.readyState === "complete");
  await referly.getByRole("heading").first().waitFor();
}

/** Somebody in a browser of their own follows a link, lands in Whop's checkout and pays what it says, which is told. */
export async function followAndBuy(
  browser: Browser,
  { link, name, sandboxOrigin }: { link: string; name: string; sandboxOrigin: string },
): Promise<string> {
  const stranger = await openWindow(browser, { viewport: { width: 360, height: 780 } });
  const page = await stranger.newPage();
  await page.goto(link);
  if (!page.url().startsWith(`${sandboxOrigin}/checkout/`)) {
    throw new Error(`The link led to ${page.url()} instead of a checkout`);
  }
  const said = await page.locator("main").innerText();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByRole("heading", { name: `Welcome, ${name}` }).waitFor();
  await stranger.close();
  return said.replaceAll(/\s+/g, " ");
}
