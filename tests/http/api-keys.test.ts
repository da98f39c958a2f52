import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Route } from "#app/_edge/declare.ts";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { type ApiScope, apiScopes, createApiKey, scopeOf } from "#lib/api-keys/index.ts";
import { minuteMs } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { type Answer, openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { asTeam, makeCall, nameOf } from "#tests/support/api-calls.ts";
import { type CommunityThings, makeThings } from "#tests/support/api-things.ts";
import { asMember, asOwner } from "#tests/support/factories.ts";

let api: TestApi;
let ours: TestCommunity;
let theirs: TestCommunity;
let things: CommunityThings;

beforeAll(async () => {
  api = await openTestApi();
  ours = api.community();
  theirs = api.community();
  things = await makeThings(api, ours, (userId) => api.token(userId));
});
afterAll(() => api.close());

const Problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const problemOf = (answer: Answer) => Problem.parse(answer.body).error;

/** The text of a key that the team made. */
async function keyOf(
  { companyId, ownerId }: TestCommunity,
  scopes: readonly ApiScope[],
  more: object = {},
): Promise<string> {
  const token = await api.token(ownerId);
  const body = { companyId, name: "Night report", scopes, ...more };
  const answer = await api.call("POST", "/api/v1/api-keys", { token, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(Reflect.get(Object(answer.body), "text"));
}

const bearing = (text: string) => ({ authorization: `Bearer ${text}` });
const call = (text: string, scope: Record<string, string> = {}) =>
  api.call("GET", "/api/v1/settings", { headers: bearing(text), query: scope });

const guarded = apiRoutes.filter((route): route is Route => route.access !== "public");
const forKeys = guarded.filter((route) => !route.forPeople);

test("every route that is not for people alone belongs to an area", () => {
  const without = forKeys.filter((route) => scopeOf(route.method, route.path) === null);
  expect(without.map(nameOf)).toEqual([]);
});

describe("a key", () => {
  test("is refused every route whose scope it lacks, and every route that is for people", async () => {
    for (const route of guarded) {
      const needed = scopeOf(route.method, route.path);
      const text = await cachedKey(apiScopes.filter((scope) => scope !== needed));
      const answer = await makeCall(api, route, {
        token: null,
        scope: {},
        whose: things,
        headers: bearing(text),
      });
      expect([answer.status, problemOf(answer).code], nameOf(route)).toEqual([403, "forbidden"]);
      if (!route.forPeople) expect(problemOf(answer).message, nameOf(route)).toContain(needed);
    }
  });

  test("is answered like the team by every route of its scope, without naming its community", async () => {
    const token = await api.token(ours.ownerId);
    for (const route of guarded) {
      const needed = scopeOf(route.method, route.path);
      const of = { whose: things, member: things.otherMember };
      // What only a person does is done by one: some of the others follow from it.
      const caller = route.forPeople
        ? { ...of, token, scope: { companyId: ours.companyId } }
        : {
            ...of,
            token: null,
            scope: {},
            headers: bearing(await cachedKey(needed === null ? [] : [needed])),
          };
      const answer = await makeCall(api, route, caller);
      expect(answer.status, `${nameOf(route)} ${JSON.stringify(answer.body)}`).toBe(asTeam(route));
    }
  });

  test("opens its own community only, and no member's view", async () => {
    const text = await cachedKey(apiScopes);
    expect((await call(text, { companyId: ours.companyId })).status).toBe(200);
    expect((await call(text, { companyId: theirs.companyId })).status).toBe(403);
    expect((await call(text, { experienceId: ours.experienceId })).status).toBe(400);
    for (const { id } of [{ id: things.rewardId }]) {
      const foreign = await keyOf(theirs, ["rewards:write"]);
      const path = `/api/v1/rewards/${id}/archive`;
      expect((await api.call("POST", path, { headers: bearing(foreign), body: {} })).status).toBe(404);
    }
  });

  test("that is wrong in any part, expired or revoked opens nothing, and says no more than that", async () => {
    const good = await keyOf(ours, ["settings:read"]);
    expect((await call(good)).status).toBe(200);
    const short = await keyOf(ours, ["settings:read"], {
      expiresAt: new Date(Date.now() + minuteMs).toISOString(),
    });
    expect((await call(short)).status).toBe(200);
    const own = theirs.companyId.slice(4);
    const flipped = good.slice(0, -1) + (good.endsWith("A") ? "B" : "A");
    const moved = good.replace(ours.companyId.slice(4), own);
    for (const wrong of [
      flipped,
      moved,
      good.slice(0, -1),
      `${good}x`,
      "rfk_",
      `rfk_x'; --_${"a".repeat(43)}`,
    ]) {
      const answer = await call(wrong);
      expect([wrong, answer.status, problemOf(answer).code]).toEqual([wrong, 401, "unauthenticated"]);
    }
    api.advance(minuteMs + 1);
    expect((await call(short)).status).toBe(401);
    expect((await call(good)).status).toBe(200);

    const token = await api.token(ours.ownerId);
    const list = await api.call("GET", "/api/v1/api-keys", { token, query: { companyId: ours.companyId } });
    const keys = z
      .object({
        keys: z.array(
          z.object({
            id: z.string(),
            hint: z.string(),
            state: z.string(),
            lastUsedAt: z.string().nullable(),
          }),
        ),
      })
      .parse(list.body).keys;
    expect(JSON.stringify(list.body)).not.toContain(good);
    expect(keys.find(({ hint }) => hint === short.slice(-4))?.state).toBe("expired");
    const mine = keys.find(({ hint }) => hint === good.slice(-4));
    expect(mine?.lastUsedAt).not.toBeNull();
    const revoke = () =>
      api.call("POST", `/api/v1/api-keys/${mine?.id}/revoke`, { token, body: { companyId: ours.companyId } });
    const twice = await Promise.all([revoke(), revoke()]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await call(good)).status).toBe(401);
  });

  test("acts under its own name, for whoever made it, and stops with them", async () => {
    const text = await keyOf(ours, ["settings:write", "operations:read"]);
    const body = { holdDays: 9 };
    expect((await api.call("PATCH", "/api/v1/settings", { headers: bearing(text), body })).status).toBe(200);
    const activity = await api.call("GET", "/api/v1/activity", {
      headers: bearing(text),
      query: { limit: "1" },
    });
    expect(JSON.stringify(activity.body)).toContain("Night report (API)");

    for (const row of api.sandbox.world.team.where(({ companyId }) => companyId === ours.companyId))
      api.sandbox.world.team.remove(row.id);
    const { ownerUserId } = api.sandbox.world.companies.get(ours.companyId);
    api.sandbox.world.companies.get(ours.companyId).ownerUserId = ours.otherMemberId;
    api.advance(2 * minuteMs);
    const left = await api.call("GET", "/api/v1/activity", { headers: bearing(text) });
    expect(left.status).toBe(403);
    api.sandbox.world.companies.get(ours.companyId).ownerUserId = ownerUserId;
  });
});

describe("making a key", () => {
  test("is for the team, with a name and scopes that exist, and an end that lies ahead", async () => {
    const viewer = async (whopUserId: string) => {
      const { viewer } = await api.services.identity.memberView(whopUserId, theirs.experienceId, newId());
      return { id: viewer.userId, whopUserId, name: viewer.displayName };
    };
    const { companyId } = theirs;
    const owner = asOwner(api.services, companyId, await viewer(theirs.memberId));
    const fine = { name: "A script", scopes: ["referrals:read" as const] };
    const member = asMember(api.services, companyId, await viewer(theirs.memberId));
    await expect(createApiKey(member, fine)).rejects.toMatchObject({ code: "forbidden" });
    for (const wrong of [
      { ...fine, name: " " },
      { ...fine, name: "x".repeat(61) },
      { ...fine, scopes: [] },
      { ...fine, expiresAt: new Date(0).toISOString() },
    ])
      await expect(createApiKey(owner, wrong)).rejects.toMatchObject({ code: "invalid_input" });
    const { text, apiKey } = await createApiKey(owner, {
      ...fine,
      scopes: ["referrals:read", "referrals:read"],
    });
    expect(text).toMatch(/^rfk_/);
    expect(apiKey).toMatchObject({ scopes: ["referrals:read"], hint: text.slice(-4), revokedAt: null });
  });
});

const made = new Map<string, Promise<string>>();

/** Fifty keys are a community's limit, and many routes share a scope. */
function cachedKey(scopes: readonly ApiScope[]): Promise<string> {
  const name = scopes.join(" ");
  const key = made.get(name) ?? keyOf(ours, scopes.length > 0 ? scopes : ["members:read"]);
  made.set(name, key);
  return key;
}
