import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { minuteMs } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { addUser, joinQuietly } from "#tests/sandbox/world/arrivals.ts";
import { openTestApi, type TestApi } from "#tests/support/api.ts";
import { unique } from "#tests/support/factories.ts";

let api: TestApi;
let sql: postgres.Sql;

beforeAll(async () => {
  api = await openTestApi();
  sql = postgres(api.database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await api.close();
});

const requestsOf = (path: RegExp) =>
  api.sandbox.world.requests.newestFirst().filter((entry) => path.test(entry.path));

test("the first visit of a member makes the community, the experience and the member, once", async () => {
  const { companyId, experienceId, memberId } = api.community();
  const token = await api.token(memberId);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      api.call("POST", "/api/referrals/create", { token, body: { experienceId } }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => Reflect.get(Object(answer.body), "code"))).size).toBe(1);
  const [company] = await sql`SELECT title, status FROM companies WHERE company_id = ${companyId}`;
  expect(company).toMatchObject({
    title: api.sandbox.world.companies.get(companyId).title,
    status: "active",
  });
  expect(await sql`SELECT version FROM attribution_rules WHERE company_id = ${companyId}`).toHaveLength(1);
  expect(
    await sql`SELECT company_id FROM experience_directory WHERE experience_id = ${experienceId}`,
  ).toEqual([{ company_id: companyId }]);
  const [user, ...others] =
    await sql`SELECT whop_user_id, username, name FROM users WHERE company_id = ${companyId}`;
  expect(others).toEqual([]);
  expect(user).toMatchObject({
    whop_user_id: memberId,
    username: api.sandbox.world.users.get(memberId).username,
  });
  const jobs = api.services.jobs.sent
    .filter((job) => job.payload.companyId === companyId)
    .map((job) => job.name);
  expect(jobs.filter((name) => name !== "create-checkout").toSorted()).toEqual([
    "daily-metrics",
    "process-parked",
    "reconcile",
    "refresh-catalog",
  ]);
});

test("a member without a user name gets a link like any other", async () => {
  const { experienceId } = api.community();
  const nameless = await post("users", {
    name: "No Handle",
    email: `${unique("n")}@inbox.test`,
    experienceId,
  });
  const answer = await api.call("POST", "/api/referrals/create", {
    token: await api.token(String(Reflect.get(nameless, "id"))),
    body: { experienceId },
  });
  expect(answer.status).toBe(201);
});

test("one person in two communities is two members", async () => {
  const [first, second] = [api.community(), api.community()];
  const token = await api.token(first.memberId);
  const { world } = api.sandbox;
  joinQuietly(world, world.users.get(first.memberId), world.experiences.get(second.experienceId));
  const codes = [];
  for (const { experienceId } of [first, second]) {
    const { body } = await api.call("POST", "/api/referrals/create", { token, body: { experienceId } });
    codes.push(Reflect.get(Object(body), "code"));
  }
  expect(new Set(codes).size).toBe(2);
  const rows = await sql`SELECT company_id, id FROM users WHERE whop_user_id = ${first.memberId}`;
  expect(new Set(rows.map((row) => row.company_id))).toEqual(new Set([first.companyId, second.companyId]));
  expect(new Set(rows.map((row) => row.id)).size).toBe(2);
});

test("somebody without access learns that they need to join, and nothing is stored", async () => {
  const { companyId, experienceId } = api.community();
  const { world } = api.sandbox;
  const stranger = addUser(world, { name: "Stranger", email: `${unique("s")}@inbox.test`, username: null });
  const token = await api.token(stranger.id);
  for (const body of [{ experienceId }, { companyId }]) {
    const answer = await api.call("POST", "/api/referrals/create", { token, body });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { code: "forbidden" } });
  }
  expect(await sql`SELECT 1 FROM companies WHERE company_id = ${companyId}`).toHaveLength(0);
  expect(await sql`SELECT 1 FROM users WHERE whop_user_id = ${stranger.id}`).toHaveLength(0);
});

test("one person's requests within a minute ask Whop once for their access", async () => {
  const { experienceId, memberId } = api.community();
  const token = await api.token(memberId);
  for (let n = 0; n < 10; n += 1) await api.call("GET", "/api/v1/links", { token, query: { experienceId } });
  expect(requestsOf(new RegExp(`/users/${memberId}/access/`))).toHaveLength(1);
});

test("whoever loses access is refused within a minute, and whoever gains it is let in within ten seconds", async () => {
  const { companyId, experienceId, memberId } = api.community();
  const { world } = api.sandbox;
  const membership = world.memberships.first((row) => row.companyId === companyId && row.userId === memberId);
  if (!membership) throw new Error("The member has no membership");
  const token = await api.token(memberId);
  const status = async () =>
    (await api.call("GET", "/api/v1/links", { token, query: { experienceId } })).status;
  try {
    expect(await status()).toBe(200);
    world.memberships.put({ ...membership, status: "canceled" });
    api.advance(minuteMs);
    expect(await status()).toBe(403);
    world.memberships.put({ ...membership, status: "active" });
    api.advance(minuteMs / 6);
    expect(await status()).toBe(200);
  } finally {
    api.advance(-minuteMs - minuteMs / 6);
  }
});

test("somebody who leaves the team is no longer its owner a minute later", async () => {
  const { companyId, ownerId } = api.community();
  const { world } = api.sandbox;
  const token = await api.token(ownerId);
  const status = async () =>
    (await api.call("GET", "/api/v1/settings", { token, query: { companyId } })).status;
  try {
    expect(await status()).toBe(200);
    for (const row of world.team.all()) if (row.userId === ownerId) world.team.remove(row.id);
    api.advance(minuteMs);
    expect(await status()).toBe(403);
  } finally {
    api.advance(-minuteMs);
  }
});

test("a member whose profile Whop cannot tell is met all the same, and read again soon", async () => {
  const { companyId, experienceId, memberId } = api.community();
  await api.settings({ faults: [{ match: `GET /users/${memberId}`, kind: "500" }] });
  try {
    const answer = await api.call("POST", "/api/referrals/create", {
      token: await api.token(memberId),
      body: { experienceId },
    });
    expect(answer.status).toBe(201);
    const [user] =
      await sql`SELECT name, username FROM users WHERE company_id = ${companyId} AND whop_user_id = ${memberId}`;
    expect(user).toEqual({ name: null, username: null });
    const asked = api.services.jobs
      .named("refresh-profile")
      .filter(({ payload }) => payload.whopUserId === memberId);
    expect(asked).toHaveLength(1);
  } finally {
    await api.settings({ faults: [] });
  }
});

test("while Whop does not answer, who had access reads on and is told so, and the team changes nothing", async () => {
  const { companyId, experienceId, memberId, otherMemberId, ownerId } = api.community();
  const [member, other, owner] = await Promise.all(
    [memberId, otherMemberId, ownerId].map((id) => api.token(id)),
  );
  const read = (token = "") => api.call("GET", "/api/v1/links", { token, query: { experienceId } });
  const fresh = await read(member);
  expect([fresh.status, fresh.headers.get("x-referly-stale")]).toEqual([200, null]);
  expect(
    (await api.call("GET", "/api/v1/settings", { token: owner ?? "", query: { companyId } })).status,
  ).toBe(200);
  const { viewer } = await api.services.identity.memberView(memberId, experienceId, newId());
  await api.settings({ faults: [{ match: "*", kind: "500" }] });
  try {
    api.advance(5 * minuteMs);
    const old = await read(member);
    expect([old.status, old.headers.get("x-referly-stale")]).toEqual([200, "true"]);
    const later = await api.services.identity.memberView(memberId, experienceId, newId());
    expect([later.stale, later.viewer]).toEqual([true, viewer]);
    expect(
      (await api.call("GET", "/api/v1/settings", { token: owner ?? "", query: { companyId } })).status,
    ).toBe(200);
    const change = await api.call("PATCH", "/api/v1/settings", {
      token: owner ?? "",
      body: { companyId, holdDays: 3 },
    });
    expect(change.status).toBe(503);
    const unknown = await read(other);
    expect(unknown.status).toBe(503);
    expect(unknown.headers.get("retry-after")).not.toBeNull();
    api.advance(7 * minuteMs);
    expect((await read(member)).status).toBe(503);
  } finally {
    api.advance(-12 * minuteMs);
    await api.settings({ faults: [] });
  }
});

async function post(what: string, body: object): Promise<object> {
  const answer = await fetch(`${api.sandbox.origin}/sandbox/${what}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return Object(await answer.json());
}
