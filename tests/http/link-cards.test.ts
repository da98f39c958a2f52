import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Community, type LinkStage, openLinkStage, unfurler } from "#tests/support/link-stage.ts";

let stage: LinkStage;
let community: Community;

beforeAll(async () => {
  stage = await openLinkStage();
  community = await stage.community({}, "Studio South");
  const settings = { companyId: community.companyId, offerText: "20 % off your first month" };
  await stage.play.api("/api/v1/settings", "PATCH", community.ownerToken, settings);
  await stage.play.checkoutOf(`${stage.app.origin}/r/${(await stage.link(community)).code}`);
});
afterAll(async () => stage?.close());

function tagsOf(html: string): Map<string, string> {
  const found = html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)">/g);
  return new Map([...found].map(([, name = "", content = ""]) => [name, content.replaceAll("&amp;", "&")]));
}

async function cardOf(link: { code: string }, headers: Record<string, string> = {}) {
  return stage.ask(`/r/${link.code}`, { "user-agent": unfurler, ...headers });
}

/** Width and height as the picture itself says, once it is proven to be a PNG. */
function sizeOf(png: Buffer): string {
  expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
  expect(png.subarray(-8, -4).toString("latin1")).toBe("IEND");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

async function pictureOf(html: string, headers: Record<string, string> = {}) {
  const address = new URL(tagsOf(html).get("og:image") ?? "");
  expect(address.origin).toBe(stage.app.origin);
  // Until its drawer has loaded, a plain card is sent in its place.
  return stage.play.eventually(
    () => stage.ask(address.pathname + address.search, headers),
    ({ headers: { etag } }) => etag !== '"plain"',
  );
}

describe("the card of a link", () => {
  it("names the member, the community and the offer, and leads on whoever comes by mistake", async () => {
    const link = await stage.link(community);
    const { text } = await cardOf(link);
    const tags = tagsOf(text);
    expect(tags.get("og:title")).toBe("Mona Story invites you to Studio South");
    expect(tags.get("og:description")).toBe("20 % off your first month");
    expect(tags.get("og:url")).toBe(`${stage.app.origin}/r/${link.code}`);
    expect(tags.get("twitter:card")).toBe("summary_large_image");
    expect([tags.get("og:image:width"), tags.get("og:image:height")]).toEqual(["1200", "630"]);
    expect(text).toMatch(new RegExp(`<a class="go" href="${stage.app.sandbox.origin}/checkout/`));
    const head = await stage.ask(`/r/${link.code}`, { "user-agent": unfurler }, "HEAD");
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
  });

  it("has a picture of 1200 by 630 that may be kept and is sent once", async () => {
    const link = await stage.link(community);
    const picture = await pictureOf((await cardOf(link)).text);
    expect(picture.status).toBe(200);
    expect(picture.headers["content-type"]).toBe("image/png");
    expect(picture.headers["cache-control"]).toBe("public, max-age=86400");
    expect(sizeOf(picture.bytes)).toBe("1200x630");
    expect(picture.bytes.length).toBeLessThan(300_000);
    const etag = picture.headers.etag ?? "";
    const again = await stage.ask(`/r/${link.code}/card`, { "if-none-match": etag });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const head = await stage.ask(`/r/${link.code}/card`, {}, "HEAD");
    expect([head.status, head.bytes.length, head.headers.etag]).toEqual([200, 0, etag]);
    expect((await stage.ask(`/r/${link.code}/card`, {}, "POST")).status).toBe(405);
    expect(await stage.clicks(link)).toHaveLength(1);
  });

  it("speaks Spanish to who asks for it, in the picture too", async () => {
    const link = await stage.link(community);
    const english = await cardOf(link);
    const spanish = await cardOf(link, { "accept-language": "es" });
    expect(tagsOf(spanish.text).get("og:title")).toBe("Mona Story te invita a Studio South");
    const [one, other] = await Promise.all([pictureOf(english.text), pictureOf(spanish.text)]);
    expect(sizeOf(other.bytes)).toBe("1200x630");
    expect(other.headers.etag).not.toBe(one.headers.etag);
  });

  it.each([
    ["a very long name", "Maximiliane ".repeat(18), "The Academy of Independent Filmmakers ".repeat(5)],
    ["one endless word", "W".repeat(200), "M".repeat(200)],
    ["emoji", "🔥 Kai 🚀👩‍👩‍👧🇪🇸", "💎🙌"],
    ["Arabic", "محمد عبد الله", "نادي القهوة"],
    ["Hebrew, Chinese and Thai", "שלום 王小明", "ชุมชน"],
    ["marks and controls", "\u202eevil\u0007\u0301\u200b", "<b>&amp;</b>"],
    ["nothing but a blank", " ", "\u3164"],
  ])("is drawn for a community and a member with %s", async (_, name, title) => {
    const odd = await stage.community({ name, username: null }, title);
    const link = await stage.link(odd);
    const card = await cardOf(link);
    expect(card.status).toBe(200);
    const picture = await pictureOf(card.text);
    expect(picture.status).toBe(200);
    expect(picture.headers["cache-control"]).toBe("public, max-age=86400");
    expect(sizeOf(picture.bytes)).toBe("1200x630");
  });

  it("is no way to keep the server busy: a crowd gets pictures of the right size, and links go on", async () => {
    const links = await Promise.all(Array.from({ length: 40 }, () => stage.link(community)));
    const crowd = links.flatMap((link) => [0, 1, 2].map((n) => stage.ask(`/r/${link.code}/card?v=${n}`)));
    const visits = links.map((link) => stage.ask(`/r/${link.code}`));
    for (const answer of await Promise.all(visits)) expect(answer.status).toBe(302);
    const answers = await Promise.all(crowd);
    for (const { status, bytes } of answers) expect([status, sizeOf(bytes)]).toEqual([200, "1200x630"]);
    const plain = answers.filter(({ headers }) => headers.etag === '"plain"');
    expect(plain.length).toBeGreaterThan(0);
    for (const { headers } of plain) expect(headers["cache-control"]).toBe("public, max-age=30");
  });

  it("does not exist for a code that nobody has", async () => {
    expect((await stage.ask("/r/nobodyhasthis/card")).status).toBe(404);
  });
});
