import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AnyRoute } from "#app/_edge/declare.ts";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { type Answer, appId, openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { asTeam, listed, makeCall, nameOf } from "#tests/support/api-calls.ts";
import { type CommunityThings, makeThings } from "#tests/support/api-things.ts";
import { type KeyDesk, newPair, openKeyDesk } from "#tests/support/key-desk.ts";

let desk: KeyDesk;
let api: TestApi;
let ours: TestCommunity;
let theirs: TestCommunity;
let things: CommunityThings;
let foreign: CommunityThings;

const tokenOf = (userId: string) => desk.mint({ sub: userId });

beforeAll(async () => {
  desk = await openKeyDesk(appId, () => new Date());
  api = await openTestApi({ jwksUrl: desk.url });
  ours = api.community();
  theirs = api.community();
  things = await makeThings(api, ours, tokenOf);
  foreign = await makeThings(api, theirs, tokenOf);
});
afterAll(async () => {
  await api.close();
  await desk.close();
});

const guarded = apiRoutes.filter((route) => route.access !== "public");
const call = (
  route: AnyRoute,
  token: string | null,
  scope: Record<string, string>,
  whose: CommunityThings,
  member?: CommunityThings["member"],
) => makeCall(api, route, { token, scope, whose, ...(member ? { member } : {}) });

const errorCode = (answer: Answer) => Reflect.get(Object(Reflect.get(Object(answer.body), "error")), "code");

test("every route is listed with who may call it, and nothing else is", () => {
  const declared = apiRoutes.map((route) => [nameOf(route), route.access]);
  expect(Object.fromEntries(declared)).toEqual(
    Object.fromEntries(Object.entries(listed).map(([name, { access }]) => [name, access])),
  );
});

describe("nobody who is not signed in", () => {
  test("gets anything but 401 from any route", async () => {
    const wrongTokens = {
      none: null,
      "another app's": await desk.mint({ aud: "app_other", sub: ours.ownerId }),
      "somebody else's key": await desk.mint({ sub: ours.ownerId }, { pair: await newPair() }),
      expired: await desk.mint({ sub: ours.ownerId, exp: Math.floor(Date.now() / 1000) - 60 }),
    };
    for (const route of guarded) {
      for (const [kind, token] of Object.entries(wrongTokens)) {
        for (const scope of [{ companyId: ours.companyId }, { experienceId: ours.experienceId }]) {
          const answer = await call(route, token, scope, things);
          expect([answer.status, errorCode(answer)], `${nameOf(route)} with ${kind} token`).toEqual([
            401,
            "unauthenticated",
          ]);
        }
      }
    }
  });
});

describe("a member", () => {
  test("is refused what is the team's, in every scope", async () => {
    const token = await tokenOf(ours.memberId);
    for (const route of guarded) {
      const byCompany = await call(route, token, { companyId: ours.companyId }, things);
      expect(byCompany.status, `${nameOf(route)} as a company`).toBe(403);
      if (route.access !== "owner") continue;
      const byExperience = await call(route, token, { experienceId: ours.experienceId }, things);
      expect(byExperience.status, `${nameOf(route)} as an experience`).toBe(403);
    }
  });

  test("is refused every scope of another community", async () => {
    const token = await tokenOf(ours.memberId);
    for (const route of guarded) {
      for (const scope of [{ experienceId: theirs.experienceId }, { companyId: theirs.companyId }]) {
        const answer = await call(route, token, scope, foreign);
        expect([answer.status, errorCode(answer)], nameOf(route)).toEqual([403, "forbidden"]);
      }
    }
  });

  test("finds nothing of another member's, nor of another community's", async () => {
    const token = await tokenOf(ours.memberId);
    const scope = { experienceId: ours.experienceId };
    for (const route of guarded) {
      const id = listed[nameOf(route)]?.id;
      if (route.access === "owner" || id === undefined) continue;
      // What is the community's is every member's to read.
      if (Object.hasOwn(things.otherMember, id)) {
        const sibling = await call(route, token, scope, things, things.otherMember);
        expect([sibling.status, errorCode(sibling)], `${nameOf(route)} of another member`).toEqual([
          404,
          "not_found",
        ]);
      }
      const stranger = await call(route, token, scope, foreign);
      expect([stranger.status, errorCode(stranger)], `${nameOf(route)} elsewhere`).toEqual([
        404,
        "not_found",
      ]);
    }
  });

  test("cannot ask for another member's figures, links or referrals by naming them", async () => {
    const token = await tokenOf(ours.memberId);
    const { experienceId } = ours;
    for (const [path, name, more = {}] of [
      ["/api/v1/earnings", "userId"],
      ["/api/v1/earnings/statement", "userId", { currency: "USD" }],
      ["/api/v1/earnings/statement/csv", "userId", { currency: "USD" }],
      ["/api/referrals/stats", "userId"],
      ["/api/v1/links", "userId"],
      ["/api/v1/referrals", "referrerId"],
      ["/api/v1/commissions", "affiliateId"],
      ["/api/v1/leaderboard", "around"],
    ] as const) {
      for (const userId of [things.otherMember.userId, foreign.member.userId]) {
        const answer = await api.call("GET", path, {
          token,
          query: { experienceId, ...more, [name]: userId },
        });
        expect(answer.status, path).toBe(403);
      }
    }
    const body = { experienceId, userId: things.otherMember.userId };
    expect((await api.call("POST", "/api/referrals/create", { token, body })).status).toBe(403);
  });
});

describe("the owner of another community", () => {
  test("is refused every scope of ours", async () => {
    const token = await tokenOf(theirs.ownerId);
    for (const route of guarded) {
      for (const scope of [{ experienceId: ours.experienceId }, { companyId: ours.companyId }]) {
        const answer = await call(route, token, scope, things);
        expect([answer.status, errorCode(answer)], nameOf(route)).toEqual([403, "forbidden"]);
      }
    }
  });

  test("finds nothing of ours from their own", async () => {
    const token = await tokenOf(theirs.ownerId);
    for (const route of guarded) {
      if (listed[nameOf(route)]?.id === undefined) continue;
      const answer = await call(route, token, { companyId: theirs.companyId }, things);
      expect([answer.status, errorCode(answer)], nameOf(route)).toEqual([404, "not_found"]);
    }
  });

  test("cannot join a scope of theirs to one of ours", async () => {
    const token = await tokenOf(theirs.ownerId);
    for (const route of guarded) {
      const scope = { experienceId: theirs.experienceId, companyId: ours.companyId };
      expect((await call(route, token, scope, things)).status, nameOf(route)).toBe(400);
      const reversed = { experienceId: ours.experienceId, companyId: theirs.companyId };
      expect((await call(route, token, reversed, things)).status, nameOf(route)).toBe(403);
    }
  });
});

describe("whoever may call a route", () => {
  test("is answered: members in their experience", async () => {
    const token = await tokenOf(ours.memberId);
    for (const route of guarded) {
      if (route.access === "owner") continue;
      const answer = await call(route, token, { experienceId: ours.experienceId }, things);
      expect(answer.status, `${nameOf(route)} ${JSON.stringify(answer.body)}`).toBe(
        listed[nameOf(route)]?.status,
      );
    }
  });

  test("is answered: the team in its company, and every answer is what the document says", async () => {
    const token = await tokenOf(ours.ownerId);
    for (const route of guarded) {
      const answer = await call(route, token, { companyId: ours.companyId }, things, things.otherMember);
      expect(answer.status, `${nameOf(route)} ${JSON.stringify(answer.body)}`).toBe(asTeam(route));
      expect(answer.headers.get("cache-control"), nameOf(route)).toBe("no-store");
      if (answer.status < 300)
        expect(z.safeEncode(route.output, answer.body).error, nameOf(route)).toBeUndefined();
    }
  });

  test("is answered without signing in where a route is public", async () => {
    for (const route of apiRoutes) {
      if (route.access !== "public") continue;
      const answer = await api.call("GET", route.path);
      expect(answer.status, nameOf(route)).toBe(listed[nameOf(route)]?.status);
      expect(route.output.safeParse(answer.body).error, nameOf(route)).toBeUndefined();
    }
  });
});

test("a method that a route does not have is 405 and says which it has", async () => {
  const token = await tokenOf(ours.ownerId);
  for (const { path } of apiRoutes) {
    const answer = await api.call("DELETE", path.replace("{id}", things.rewardId), { token });
    const methods = apiRoutes.filter((route) => route.path === path).map((route) => route.method);
    const allowed = methods.map((method) => (method === "GET" ? "GET, HEAD" : method)).join(", ");
    expect([answer.status, answer.headers.get("allow")], path).toEqual([405, allowed]);
  }
});
