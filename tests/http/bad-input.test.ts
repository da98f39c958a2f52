import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Route } from "#app/_edge/declare.ts";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { type Answer, openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { makeCall, nameOf } from "#tests/support/api-calls.ts";
import { type CommunityThings, makeThings } from "#tests/support/api-things.ts";
import { fingerprint } from "#tests/support/dump.ts";

let api: TestApi;
let sql: postgres.Sql;
let ours: TestCommunity;
let theirs: TestCommunity;
let things: CommunityThings;
let foreign: CommunityThings;
let before: string;

beforeAll(async () => {
  api = await openTestApi();
  sql = postgres(api.database.superUrl, { max: 1, onnotice: () => {} });
  ours = api.community();
  theirs = api.community();
  things = await makeThings(api, ours, api.token);
  foreign = await makeThings(api, theirs, api.token);
  await api.call("GET", "/api/v1/settings", { token: await owner(), query: { companyId: ours.companyId } });
  before = await state();
});
afterAll(async () => {
  await sql.end();
  await api.close();
});

const guarded = apiRoutes.filter((route): route is Route => route.access !== "public");
const changing = guarded.filter((route) => route.method !== "GET");
const owner = () => api.token(ours.ownerId);
/** Everything stored, and everything put on the queue. */
const state = async () => `${await fingerprint(sql)} ${api.services.jobs.sent.length}`;

/** As somebody who may call it: whatever goes wrong is the input's fault. */
async function call(route: Route, more: Record<string, unknown>): Promise<Answer> {
  const scope = { companyId: ours.companyId };
  return makeCall(api, route, { token: await owner(), scope, whose: things, more });
}

async function raw(route: Route, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const path = route.path.replace("{id}", things.rewardId);
  return api.call(route.method, path, { token: await owner(), body, headers });
}

const ErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(10).max(600),
    fields: z.record(z.string(), z.string().min(3)).optional(),
    requestId: z.uuid(),
  }),
});

/** What no answer to a bad request may hold: our insides, or a word about anybody else's things. */
const insides =
  /\b(select|insert|update|drizzle|postgres|node_modules|stack|at \w+ \(|relation|constraint)\b/i;

function expectRefusal(answer: Answer, status: number, code: string, about: string) {
  expect(
    [answer.status, Reflect.get(Object(Reflect.get(Object(answer.body), "error")), "code")],
    about,
  ).toEqual([status, code]);
  const { error } = ErrorBody.parse(answer.body);
  expect(error.message, about).not.toMatch(insides);
  const text = JSON.stringify(answer.body);
  for (const secret of [theirs.companyId, foreign.member.userId]) expect(text, about).not.toContain(secret);
  return error;
}

/** The JSON types that a field may have, by the route's schema. */
function fieldsOf(route: Route): { name: string; types: Set<string> }[] {
  const { properties } = Document.parse(z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }));
  return Object.entries(properties)
    .filter(([name]) => !route.path.includes(`{${name}}`))
    .map(([name, schema]) => ({ name, types: new Set(typesOf(schema)) }));
}
const Part: z.ZodType<Part> = z.lazy(() =>
  z.looseObject({ type: z.string().optional(), anyOf: z.array(Part).optional() }),
);
type Part = { type?: string | undefined; anyOf?: Part[] | undefined };
const Document = z.object({ properties: z.record(z.string(), Part).default({}) });
const typesOf = (part: Part): string[] => [
  ...(part.type ? [part.type === "integer" ? "number" : part.type] : []),
  ...(part.anyOf ?? []).flatMap(typesOf),
];

const values: Record<string, unknown> = {
  string: "certainly not",
  number: 12_345_678_901,
  boolean: true,
  array: [[]],
  object: { $ne: null },
  null: null,
};

describe("a field", () => {
  test("that no route knows is refused by every route, and named", async () => {
    for (const route of guarded) {
      const error = expectRefusal(await call(route, { isAdmin: true }), 400, "invalid_input", nameOf(route));
      expect(error.fields, nameOf(route)).toEqual({ isAdmin: "is not a known field" });
    }
  });

  test("of the wrong type is refused by every route that changes something, and named", async () => {
    let checked = 0;
    for (const route of changing) {
      for (const { name, types } of fieldsOf(route)) {
        for (const [type, value] of Object.entries(values)) {
          if (types.has(type)) continue;
          const about = `${nameOf(route)} with ${name}: ${JSON.stringify(value)}`;
          const error = expectRefusal(await call(route, { [name]: value }), 400, "invalid_input", about);
          expect(Object.keys(error.fields ?? {}).join(), about).toContain(name);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  test("of a query that is not what it should be is refused, and named", async () => {
    for (const route of guarded) {
      if (route.method !== "GET") continue;
      for (const { name, types } of fieldsOf(route)) {
        const wrong = types.has("string") ? ["\0"] : ["many", "1e99", "", "NaN", "0x10", "\0"];
        for (const value of wrong) {
          const about = `${nameOf(route)} with ${name}=${JSON.stringify(value)}`;
          const error = expectRefusal(await call(route, { [name]: value }), 400, "invalid_input", about);
          // Of a list, the entry that is wrong is named.
          const named = Object.keys(error.fields ?? {}).map((field) => field.replace(/\.0$/, ""));
          expect(named, about).toEqual([name]);
        }
      }
    }
  });

  test("that is far too long, or no text, is refused by every route that changes something", async () => {
    for (const route of changing) {
      for (const { name, types } of fieldsOf(route)) {
        if (!types.has("string")) continue;
        for (const value of ["x".repeat(20_000), "a\0b", "\ud800"]) {
          const about = `${nameOf(route)} with a bad ${name}`;
          expectRefusal(await call(route, { [name]: value }), 400, "invalid_input", about);
        }
      }
    }
  });

  test("is given once: in the path, the query or the body", async () => {
    for (const route of changing) {
      const path = `${route.path.replace("{id}", things.rewardId)}?companyId=${ours.companyId}`;
      const twice = await api.call(route.method, path, {
        token: await owner(),
        body: { companyId: ours.companyId },
      });
      expectRefusal(twice, 400, "invalid_input", nameOf(route));
      if (!route.path.includes("{id}")) continue;
      const both = await call(route, { id: things.member.linkId });
      expectRefusal(both, 400, "invalid_input", nameOf(route));
    }
  });
});

describe("an id", () => {
  const ids = ["1", "null", "..", "%00", "%ff", "' OR 1=1 --", "019a0000-0000-7000-8000-00000000000", "💥"];

  test("that is none is 400 or 404, whatever it holds", async () => {
    for (const route of guarded) {
      if (!route.path.includes("{id}")) continue;
      for (const id of ids) {
        const path = route.path.replace("{id}", id.startsWith("%") ? id : encodeURIComponent(id));
        const scope = { companyId: ours.companyId };
        const options = route.method === "GET" ? { query: scope } : { body: scope };
        const answer = await api.call(route.method, path, { token: await owner(), ...options });
        expect([400, 404], `${nameOf(route)} of ${id}`).toContain(answer.status);
        ErrorBody.parse(answer.body);
      }
    }
  });

  test("of a scope that is none is 404, and of no scope at all 400", async () => {
    for (const route of guarded) {
      for (const id of ["biz_", "user_1", "biz_a b", "exp_1", "%", "x".repeat(500)]) {
        const about = `${nameOf(route)} in ${id.slice(0, 20)}`;
        expectRefusal(await call(route, { companyId: id }), 404, "not_found", about);
      }
      const none = await makeCall(api, route, { token: await owner(), scope: {}, whose: things });
      expectRefusal(none, 400, "invalid_input", nameOf(route));
    }
  });
});

describe("a body", () => {
  const malformed = {
    "half an object": '{"companyId":',
    "no JSON": "companyId=biz_1",
    "a list": "[]",
    "a text": '"companyId"',
    null: "null",
    "a number": "1",
    "something after its end": "{} {}",
    "a hole in the ground": `{"companyId":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
  };

  test("that is no JSON object is 400", async () => {
    for (const route of changing) {
      for (const [what, body] of Object.entries(malformed)) {
        expectRefusal(await raw(route, body), 400, "invalid_input", `${nameOf(route)} with ${what}`);
      }
    }
  });

  test("that is not UTF-8 is 400", async () => {
    const path = "/api/v1/rewards";
    const request = new Request(`http://localhost:3000${path}`, {
      method: "POST",
      headers: { "x-whop-user-token": await owner(), "content-type": "application/json" },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    });
    expect((await api.handle(request)).status).toBe(400);
  });

  test("that is larger than 64 kB is 413, whether it says so or not", async () => {
    const huge = JSON.stringify({ companyId: ours.companyId, name: "x".repeat(70_000) });
    for (const route of changing) {
      expectRefusal(await raw(route, huge), 413, "payload_too_large", nameOf(route));
      const said = await raw(route, "{}", { "content-length": "99999999" });
      expectRefusal(said, 413, "payload_too_large", nameOf(route));
    }
  });

  test("that is not said to be JSON is 415", async () => {
    for (const route of changing) {
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"]) {
        const body = JSON.stringify({ companyId: ours.companyId });
        const answer = await raw(route, body, { "content-type": type });
        expectRefusal(answer, 415, "unsupported_media_type", `${nameOf(route)} as ${type}`);
      }
    }
  });

  test("whose fields have the names of an object's insides changes nothing of ours", async () => {
    for (const route of changing) {
      const body = `{"companyId":"${ours.companyId}","__proto__":{"isAdmin":true},"constructor":1}`;
      expectRefusal(await raw(route, body), 400, "invalid_input", nameOf(route));
    }
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });
});

test("an address nobody answers is 404, however it is written", async () => {
  for (const path of [
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v1/rewards/",
    "/api/v1//rewards",
    "/api/v1/rewards/%2e%2e",
  ]) {
    const answer = await api.call("GET", path, { token: await owner() });
    expect([404, 405], path).toContain(answer.status);
    ErrorBody.parse(answer.body);
  }
});

test("nothing of all this was stored, and no job was made of it", async () => {
  expect(await state()).toBe(before);
});
