import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";

const { experienceId, companyId, personas } = COMMUNITY;
const home = `/experiences/${experienceId}`;
const dashboard = `/dashboard/${companyId}`;

let app: RunningApp;
let play: Player;
beforeAll(async () => {
  app = await startApp({ pages: true, worker: false });
  play = createPlayer(app.origin, app.sandbox.origin);
});
afterAll(async () => app?.stop());

async function page(path: string, userId: string, headers: Record<string, string> = {}): Promise<string> {
  const token = await play.tokenOf(userId);
  const answer = await play.call(app.origin + path, "GET", undefined, {
    "x-whop-user-token": token,
    ...headers,
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** How many pages were drawn, and how many sent again as they were. */
async function counts(): Promise<{ drawn: number; again: number }> {
  const { drawn, again } = (await play.call(`${app.origin}/api/health/ready`, "GET")).body.gauges.pages;
  return { drawn, again };
}

const linkIn = (html: string) => /\/r\/([a-z0-9]+)</.exec(html)?.[1];

it.each([
  { what: "a member's page", path: home, who: () => personas.members[0] ?? "" },
  { what: "the owner's Today", path: dashboard, who: () => personas.owner },
  { what: "the owner's Referrals", path: `${dashboard}/referrals`, who: () => personas.owner },
])("$what is drawn once as long as nothing on it changes", async ({ path, who }) => {
  // What its first opening leads to, such as the making of a link, may still be on its way.
  const [settled] = await play.eventually(
    async () => [await page(path, who()), await page(path, who())] as const,
    ([one, next]) => one === next,
  );
  const before = await counts();
  expect(await page(path, who())).toBe(settled);
  expect(await counts()).toEqual({ drawn: before.drawn, again: before.again + 1 });
  expect(settled.length).toBeGreaterThan(10_000);
});

it("two members are never shown one another's page", async () => {
  const [one = "", two = ""] = personas.members;
  const pages = await Promise.all([one, two, one, two].map((who) => page(home, who)));
  const links = pages.map(linkIn);
  expect(links[0]).toBeDefined();
  expect(links[0]).toBe(links[2]);
  expect(links[1]).toBe(links[3]);
  expect(links[0]).not.toBe(links[1]);
});

it("a change shows with the next opening, on every page that tells of it", async () => {
  const [member = ""] = personas.members;
  const owner = await play.tokenOf(personas.owner);
  for (const offerText of ["First a mug", "Then a hat", "First a mug"]) {
    await page(home, member);
    const changed = await play.api("/api/v1/settings", "PATCH", owner, { companyId, offerText });
    expect(changed.status).toBe(200);
    const shown = await page(home, member);
    expect(shown).toContain(offerText);
    expect(shown).not.toContain(offerText === "Then a hat" ? "First a mug" : "Then a hat");
  }
});

it("language and appearance are the reader's own", async () => {
  const [member = ""] = personas.members;
  const english = await page(home, member, { "accept-language": "en" });
  const spanish = await page(home, member, { "accept-language": "es" });
  const dark = await page(home, member, {
    "accept-language": "en",
    cookie: "whop-frosted-theme=appearance:dark",
  });
  expect(english).toContain('<html lang="en"');
  expect(spanish).toContain('<html lang="es"');
  expect(dark).toMatch(/<html lang="en" dir="ltr" class="dark"/);
  expect(await page(home, member, { "accept-language": "en" })).toBe(english);
});

it("who may not open a page gets none, however often it was drawn", async () => {
  const stranger = await play.newPerson("Passer by");
  await page(home, personas.members[0] ?? "");
  for (const path of [home, dashboard]) {
    const answer = await play.api(path, "GET", await play.tokenOf(stranger.id));
    expect(answer.status).toBe(403);
  }
  expect((await play.call(app.origin + home, "GET")).status).toBe(401);
});
