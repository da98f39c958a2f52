import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Community, type LinkStage, openLinkStage, unfurler } from "#tests/support/link-stage.ts";
import { safari } from "#tests/support/player.ts";
import { rawBytes } from "#tests/support/raw-http.ts";

let stage: LinkStage;
let community: Community;
let code: string;

beforeAll(async () => {
  stage = await openLinkStage();
  community = await stage.community();
  ({ code } = await stage.link(community));
  await stage.play.checkoutOf(`${stage.app.origin}/r/${code}`);
});
afterAll(async () => stage?.close());

/** Where an answer sends a browser that asked the app; null for nowhere. */
function goalOf(location: string | undefined): string | null {
  return location === undefined ? null : new URL(location, stage.app.origin).origin;
}

function expectHarmless(status: number, location: string | undefined, what: string): void {
  expect(status, what).toBeGreaterThanOrEqual(200);
  expect(status, what).toBeLessThan(500);
  expect([null, stage.app.sandbox.origin], what).toContain(goalOf(location));
}

const paths = [
  "/r/",
  "/r/.",
  "/r/..",
  "/r/%2e%2e",
  "/r/%2e%2e%2f%2e%2e%2fadmin",
  "/r/..%2f..%2fetc%2fpasswd",
  "/r//evil.example",
  "/r///evil.example/x",
  "/r/%2f%2fevil.example",
  "/r/%5cevil.example",
  "/r/\\evil.example",
  "/r/https://evil.example",
  "/r/https%3a%2f%2fevil.example",
  "/r/javascript:alert(1)",
  "/r/%00",
  "/r/abc%00def",
  "/r/%0d%0aLocation:%20https://evil.example",
  "/r/abc%0d%0aset-cookie:%20a=b",
  "/r/%E2%80%AEabc",
  "/r/%F0%9F%94%A5%F0%9F%94%A5",
  "/r/%ef%bc%a1bc",
  "/r/%C0%AE%C0%AE",
  "/r/%zz",
  "/r/%",
  "/r/__proto__",
  "/r/constructor",
  "/r/null",
  "/r/'%20OR%201=1--",
  "/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
  `/r/${"a".repeat(4_096)}`,
  `/r/${"%41".repeat(4_096)}`,
  `/r/${"../".repeat(1_000)}`,
  "/r/card",
  "/r//card",
  "/r/%2e%2e/card",
  `/r/${"a".repeat(4_096)}/card`,
  "/r/abc/card/card",
  "/r/abc/../../x",
];

describe("a hostile address", () => {
  it.each(paths.map((path) => [path.slice(0, 60), path]))(
    "%s leads nowhere, and is no error",
    async (_, path) => {
      for (const method of ["GET", "HEAD"]) {
        const { status, headers } = await stage.ask(path, {}, method);
        expectHarmless(status, headers.location, path);
        expect(headers.location, path).toBeUndefined();
        expect(headers["set-cookie"], path).toBeUndefined();
      }
    },
  );

  it.each([
    ["a NUL in the path", "GET /r/a\0b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
    ["a bare line end in the path", "GET /r/a\nlocation:x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
    ["bytes that are no UTF-8", "GET /r/\xff\xfe\xc0\xae HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"],
    ["no version", "GET /r/abc\r\n\r\n"],
    ["two hosts", "GET /r/abc HTTP/1.1\r\nhost: x\r\nhost: y\r\nconnection: close\r\n\r\n"],
  ])("with %s is refused as it arrives", async (_, bytes) => {
    const answer = await rawBytes(stage.app.origin, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.toLowerCase()).not.toMatch(/^location:/m);
  });

  it("of any kind ends at Whop or at a page of ours", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "/",
        "%2f",
        "%5c",
        "..",
        "%2e",
        "@",
        ":",
        "//",
        "%00",
        "%0a",
        "?",
        "#",
        "card",
        code,
        "evil.example",
      ),
      fc.stringMatching(/^[!-~]{0,8}$/),
    );
    const tail = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(tail, async (text) => {
        const { status, headers } = await stage.ask(`/r/${text}`);
        expectHarmless(status, headers.location, text);
      }),
      { numRuns: 400 },
    );
  });

  it("cannot be made by headers or a query: the goal is the link's own", async () => {
    const hostile = {
      "x-forwarded-host": "evil.example",
      "x-original-url": "//evil.example",
      "x-rewrite-url": "//evil.example",
      forwarded: "host=evil.example;proto=javascript",
      referer: "https://evil.example/\\@",
      origin: "https://evil.example",
      host: "evil.example",
    };
    const query = "?url=https://evil.example&next=//evil.example&to=javascript:alert(1)&test=x.y&me=x.y";
    const person = await stage.ask(`/r/${code}${query}`, hostile);
    expect(person.status).toBe(302);
    expect(goalOf(person.headers.location)).toBe(stage.app.sandbox.origin);
    expect(person.headers.location).not.toContain("evil");
    const card = await stage.ask(`/r/${code}${query}`, { ...hostile, "user-agent": unfurler });
    expect(card.status).toBe(200);
    expect(card.text).not.toContain("evil");
  });

  it("with headers of any size is an answer below 500", async () => {
    const big = "x".repeat(60_000);
    for (const headers of [
      { cookie: `rf_v=${big}` },
      { referer: `https://a.example/${big}` },
      { "user-agent": big },
    ]) {
      const answer = await stage.ask(`/r/${code}`, headers);
      expectHarmless(answer.status, answer.headers.location, Object.keys(headers).join());
    }
  });
});

describe("a hostile destination", () => {
  it.each([
    "https://evil.example/checkout",
    "//evil.example",
    "javascript:alert(1)",
    "https://whop.com.evil.example/",
    "http://localhost:1@evil.example/",
    "\\\\evil.example",
    "https://evil.example/\r\nset-cookie: a=b",
    `https://whop.com/${"x".repeat(5_000)}`,
  ])("%j in our own tables is not followed: the visitor gets the community instead", async (address) => {
    const link = await stage.link(community);
    await stage.admin`
      INSERT INTO checkout_configurations (company_id, checkout_id, code_id, plan_id, purchase_url, metadata)
      SELECT company_id, ${`ch_${link.code}`}, ${link.id}, plan_id, ${address}, metadata
      FROM checkout_configurations WHERE company_id = ${community.companyId} LIMIT 1`;
    const answer = await stage.ask(`/r/${link.code}`);
    expectHarmless(answer.status, answer.headers.location, address);
    expect(answer.headers.location).toBe(`${stage.app.sandbox.origin}/${community.route}`);
  });

  it("is no way to write into the page: titles, names and offers are text", async () => {
    const script = `"><script>alert(1)</script>`;
    const loud = await stage.community({ name: `Eve ${script}` }, `Club ${script}`);
    const settings = { companyId: loud.companyId, offerText: `Free ${script}` };
    expect((await stage.play.api("/api/v1/settings", "PATCH", loud.ownerToken, settings)).status).toBe(200);
    const link = await stage.link(loud);
    const card = await stage.ask(`/r/${link.code}`, { "user-agent": unfurler });
    expect(card.status).toBe(200);
    expect(card.text).toContain("&lt;script&gt;");
    expect(card.text).not.toContain("<script");
    expect(card.headers["content-security-policy"]).toContain("default-src 'none'");
    const person = await stage.ask(`/r/${link.code}`, { "user-agent": safari });
    expect(goalOf(person.headers.location)).toBe(stage.app.sandbox.origin);
  });
});
