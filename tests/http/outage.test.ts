import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchHandler } from "#app/_edge/fetch-handler.ts";
import { createApi } from "#app/api/v1/_routes/api.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { openIdentity } from "#lib/identity/index.ts";
import { appId, openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { openCable } from "#tests/support/cable.ts";

let api: TestApi;
let ours: TestCommunity;
let token: string;
let nowhere: Database;

beforeAll(async () => {
  api = await openTestApi();
  ours = api.community();
  token = await api.token(ours.memberId);
  nowhere = openDatabase("postgres://referly_app:marker-password@127.0.0.1:1/referly", { max: 2, hotMax: 1 });
});
afterAll(async () => {
  await nowhere.close();
  await api.close();
});

/** The API with a part of its world missing. */
function without(part: "database" | "keys") {
  return part === "keys" ? onDatabase(api.services.db, "http://127.0.0.1:1") : onDatabase(nowhere);
}

function onDatabase(db: Database, keys = api.sandbox.origin) {
  const base = { ...api.services, db };
  const identity = openIdentity(base, { appId, jwksUrl: `${keys}/.well-known/jwks.json` });
  const handle = fetchHandler(createApi({ ...base, identity }));
  return async (method: string, path: string, wish: object = {}) => {
    const headers = { "x-whop-user-token": token, "content-type": "application/json" };
    const body = method === "GET" ? null : JSON.stringify({ experienceId: ours.experienceId, ...wish });
    const query = method === "GET" ? `?experienceId=${ours.experienceId}` : "";
    const answer = await handle(
      new Request(`http://localhost:3000${path}${query}`, { method, headers, body }),
    );
    return {
      status: answer.status,
      retryAfter: answer.headers.get("retry-after"),
      body: await answer.json(),
    };
  };
}

test.each(["database", "keys"] as const)(
  "without the %s every call is 503, says what is the matter and when to try again, and nothing of ours",
  async (part) => {
    const call = without(part);
    for (const [method, path] of [
      ["GET", "/api/v1/links"],
      ["GET", "/api/referrals/stats"],
      ["POST", "/api/referrals/create"],
    ] as const) {
      const { status, retryAfter, body } = await call(method, path);
      expect([status, Reflect.get(Object(Reflect.get(Object(body), "error")), "code")], path).toEqual([
        503,
        "unavailable",
      ]);
      expect(Number(retryAfter), path).toBeGreaterThan(0);
      const text = JSON.stringify(body);
      expect(text, path).toMatch(/[Tt]ry again/);
      expect(text, path).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|marker-password|referly_app|select/i);
    }
  },
);

test("a database that takes no changes, as a copy after a failover, is 503 for whoever would make one", async () => {
  // The member is known from here on, so that to look changes nothing.
  await onDatabase(api.services.db)("GET", "/api/v1/links");
  const url = new URL(api.database.appUrl);
  url.searchParams.set("default_transaction_read_only", "on");
  const db = openDatabase(url.href, { max: 2, hotMax: 1 });
  try {
    const { status, retryAfter, body } = await onDatabase(db)("POST", "/api/referrals/create", {
      channel: "x",
    });
    expect([status, Number(retryAfter) > 0]).toEqual([503, true]);
    expect(JSON.stringify(body)).toMatch(/[Tt]ry again/);
  } finally {
    await db.close();
  }
});

test("whoever asks while the database is frozen is told in time, and nothing of it happens when it thaws", async () => {
  const { hostname, port } = new URL(api.database.appUrl);
  const cable = await openCable({ host: hostname, port: Number(port) });
  const url = new URL(api.database.appUrl);
  url.host = `127.0.0.1:${cable.port}`;
  const db = openDatabase(url.href, { max: 1, hotMax: 1, beginWithinMs: 2_000 });
  try {
    const call = onDatabase(db);
    const links = async () => {
      const { status, body } = await call("GET", "/api/v1/links");
      return { status, links: Reflect.get(Object(body), "links") };
    };
    const before = await links();
    expect(before.status).toBe(200);
    cable.set("freeze");
    let late = 0;
    const act = () => db.withTenant(ours.companyId, "system:test", async () => (late += 1));
    const waiting = await Promise.allSettled([act(), act()]);
    expect(waiting.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const told = await Promise.all([
      call("POST", "/api/referrals/create"),
      call("POST", "/api/referrals/create"),
      call("GET", "/api/v1/links"),
    ]);
    for (const { status, retryAfter, body } of told) {
      expect([status, Number(retryAfter) > 0]).toEqual([503, true]);
      expect(JSON.stringify(body)).toMatch(/[Tt]ry again/);
    }
    cable.set("thaw");
    expect(await links()).toEqual(before);
    expect(late).toBe(0);
    expect((await call("POST", "/api/referrals/create")).status).toBe(201);
    expect((await links()).links).not.toEqual(before.links);
  } finally {
    await cable.close();
    await db.close();
  }
});

test("a process that reaches no database says that it lives but cannot serve, and why", async () => {
  const call = without("database");
  expect((await call("GET", "/api/health/live")).status).toBe(200);
  const ready = await call("GET", "/api/health/ready");
  expect(ready.status).toBe(503);
  expect(ready.body).toMatchObject({ ready: false, checks: { database: { ok: false } } });
  expect(JSON.stringify(ready.body)).not.toContain("marker-password");
});
