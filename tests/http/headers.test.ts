import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { type Answer, openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";

let api: TestApi;
let ours: TestCommunity;
let owner: string;

beforeAll(async () => {
  api = await openTestApi({ writesPerMinute: 20 });
  ours = api.community();
  owner = await api.token(ours.ownerId);
});
afterAll(() => api.close());

const change = (headers: Record<string, string>, token = owner) =>
  api.call("PATCH", "/api/v1/settings", { token, headers, body: { companyId: ours.companyId, holdDays: 5 } });

/** What a form of another site can make a browser send while the person is signed in at Whop. */
const formTypes = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];

describe("a change that another site made a browser send", () => {
  test.each(["cross-site", "same-site"])("is refused when the browser says so: %s", async (site) => {
    const answer = await change({ "sec-fetch-site": site });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { code: "forbidden" } });
  });

  test.each(formTypes)("is refused as a form, of the type %s", async (type) => {
    for (const headers of [
      { origin: "https://evil.test" },
      { origin: "null" },
      { "sec-fetch-site": "same-origin" },
    ]) {
      const path = `/api/v1/settings?companyId=${ours.companyId}&holdDays=5`;
      const request = new Request(`http://localhost:3000${path}`, {
        method: "PATCH",
        headers: { "x-whop-user-token": owner, "content-type": type, ...headers },
      });
      expect((await api.handle(request)).status).toBe(415);
    }
  });

  test("is allowed by no answer to a browser that asks first", async () => {
    for (const { path } of apiRoutes) {
      const request = new Request(`http://localhost:3000${path.replace("{id}", "1")}`, {
        method: "OPTIONS",
        headers: { origin: "https://evil.test", "access-control-request-method": "POST" },
      });
      const answer = await api.handle(request);
      expect(answer.ok, path).toBe(false);
      const cors = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
      expect(cors, path).toEqual([]);
    }
  });

  test("is known from one of our own page, and from a script that is no browser", async () => {
    expect(
      (await change({ "sec-fetch-site": "same-origin", origin: "https://x.apps.whop.com" })).status,
    ).toBe(200);
    expect((await change({})).status).toBe(200);
    const request = new Request(`http://localhost:3000/api/referrals/create?companyId=${ours.companyId}`, {
      method: "POST",
      headers: { "x-whop-user-token": owner },
    });
    expect((await api.handle(request)).status).toBe(201);
  });

  test("does not count as one of the person's own", async () => {
    const member = await api.token(ours.memberId);
    for (let n = 0; n < 30; n += 1) await change({ "sec-fetch-site": "cross-site" }, member);
    const answer = await api.call("POST", "/api/referrals/create", {
      token: member,
      body: { experienceId: ours.experienceId },
    });
    expect(answer.status).toBe(201);
  });
});

describe("a person who changes too much", () => {
  test("is told when to come back, reads on, and does not stand in anybody's way", async () => {
    const { otherMemberId, memberId, experienceId } = ours;
    const create = async (userId: string) =>
      api.call("POST", "/api/referrals/create", { token: await api.token(userId), body: { experienceId } });
    let refused: Answer | null = null;
    let taken = 0;
    // A slow machine takes a while, in which the person may do a little more.
    for (; refused === null && taken < 200; taken += 1) {
      const answer = await create(otherMemberId);
      if (answer.status !== 201) refused = answer;
    }
    expect(taken).toBeGreaterThan(20);
    expect(refused?.status).toBe(429);
    expect(refused?.body).toMatchObject({ error: { code: "rate_limited" } });
    expect(Reflect.get(Object(Reflect.get(Object(refused?.body), "error")), "message")).toMatch(
      /Try again in \d+ s/,
    );
    const seconds = Number(refused?.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    const token = await api.token(otherMemberId);
    expect((await api.call("GET", "/api/v1/links", { token, query: { experienceId } })).status).toBe(200);
    expect((await create(memberId)).status).toBe(201);
    api.advance(seconds * 1000);
    expect((await create(otherMemberId)).status).toBe(201);
    api.advance(-seconds * 1000);
  });
});

describe("over HTTP", () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp({ worker: false });
  });
  afterAll(() => app?.stop());

  const get = (path: string, init: RequestInit = {}) =>
    fetch(`${app.origin}${path}`, { redirect: "manual", ...init });

  test("an answer of the API is kept by nobody, shown in no frame and read by no other site", async () => {
    for (const path of ["/api/v1/openapi.json", "/api/v1/links", "/api/v1/nothing", "/api/health/live"]) {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers), path).toMatchObject({
        "content-type": "application/json; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
      expect(headers.get("x-request-id"), path).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("x-powered-by"), path).toBeNull();
    }
  });

  test("every address of the API is answered by it, and needs a token unless it is public", async () => {
    for (const { method, path, access } of apiRoutes) {
      const answer = await get(path.replace("{id}", "019a0000-0000-7000-8000-000000000000"), { method });
      expect(answer.status, `${method} ${path}`).toBe(access === "public" ? 200 : 401);
      expect(answer.headers.get("x-request-id"), path).not.toBeNull();
      await answer.arrayBuffer();
    }
  });

  test("a link's page may be shown in no frame", async () => {
    const { headers } = await get("/r/nosuchlink");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("HEAD answers like GET, without the body", async () => {
    const answer = await get("/api/health/live", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });

  test("a token of 100 kB is 401, not a broken connection", async () => {
    const answer = await get("/api/v1/links?experienceId=exp_1", {
      headers: { "x-whop-user-token": `eyJ${"a".repeat(100 * 1024)}` },
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: "unauthenticated" } });
  });

  test("a token counts in its header only", async () => {
    const minted = await fetch(`${app.sandbox.origin}/sandbox/tokens`, {
      method: "POST",
      body: JSON.stringify({ userId: app.sandbox.world.users.all()[0]?.id }),
    });
    const token = String(Reflect.get(Object(await minted.json()), "token"));
    for (const [query, headers] of [
      [`&x-whop-user-token=${token}&whop-dev-user-token=${token}`, {}],
      ["", { cookie: `whop_user_token=${token}; x-whop-user-token=${token}` }],
      ["", { authorization: `Bearer ${token}` }],
    ] as const) {
      expect((await get(`/api/v1/links?experienceId=exp_1${query}`, { headers })).status).toBe(401);
    }
  });

  test("a body over the limit is 413, and the server answers the next one", async () => {
    const body = JSON.stringify({ companyId: "x".repeat(80_000) });
    const answer = await get("/api/referrals/create", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(answer.status).toBe(413);
    expect((await get("/api/health/live")).status).toBe(200);
  });
});
