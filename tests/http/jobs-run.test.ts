import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";

/** A host without a worker: whatever happens here is done by the call itself. */
let app: RunningApp;
let play: Player;
let admin: postgres.Sql;
let secret: string;

beforeAll(async () => {
  app = await startApp({ worker: false });
  play = createPlayer(app.origin, app.sandbox.origin);
  admin = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  secret = app.env.JOBS_SECRET ?? "";
});
afterAll(async () => {
  await admin?.end();
  await app?.stop();
});

const run = (authorization: string | null, search = "", init: RequestInit = {}) =>
  fetch(`${app.origin}/api/jobs/run${search}`, {
    method: "POST",
    headers: authorization === null ? {} : { authorization },
    ...init,
  });

it("without the scheduler's secret nothing is run: missing, wrong, cut short, in another scheme or in the query", async () => {
  const refused = [
    await run(null),
    await run(""),
    await run("Bearer "),
    await run(secret),
    await run(`Bearer ${secret.slice(0, -1)}`),
    await run(`Bearer ${secret}x`),
    await run(`Basic ${Buffer.from(`x:${secret}`).toString("base64")}`),
    await run(null, `?secret=${secret}`),
  ];
  for (const answer of refused) {
    expect(answer.status).toBe(401);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ error: { code: "unauthenticated" } });
    expect(text).not.toContain(secret);
  }
});

it("another method is 405, a time that is none is 400, and a huge body is 413", async () => {
  const right = `Bearer ${secret}`;
  for (const method of ["GET", "PUT", "DELETE"]) {
    const answer = await fetch(`${app.origin}/api/jobs/run`, { method, headers: { authorization: right } });
    expect(answer.status, method).toBe(405);
  }
  for (const seconds of ["0", "-1", "56", "1.5", "1e1", "x", "", "%00"]) {
    expect((await run(right, `?seconds=${seconds}`)).status, seconds).toBe(400);
  }
  const large = await run(right, "", {
    body: "x".repeat(2_000_000),
    headers: { authorization: right },
  }).catch(() => null);
  // A server that refuses before it has read everything may cut the connection instead of being heard.
  if (large) expect(large.status).toBe(413);
});

it("a purchase is credited, and its statistics kept, by the calls of a scheduler alone", async () => {
  const scope = { experienceId: COMMUNITY.experienceId };
  const member = await play.newPerson("Sam Serverless", scope);
  const token = await play.tokenOf(member.id);
  const link = await play.api("/api/referrals/create", "POST", token, scope);
  const buyer = await play.newPerson("Bo Buyer");
  await play.buy(await play.visitCheckout(link.body.url), buyer.id);
  await play.eventually(
    async () => (await admin`SELECT count(*)::int AS many FROM webhook_events WHERE type IS NULL`)[0]?.many,
    (many) => many > 0,
  );
  const stats = async () =>
    (await play.api(`/api/referrals/stats?${new URLSearchParams(scope)}`, "GET", token)).body;
  expect((await stats()).signups).toBe(0);

  const seen = { webhooks: 0, jobs: 0 };
  await play.eventually(
    async () => {
      const answer = await run(`Bearer ${secret}`, "?seconds=10");
      expect(answer.status).toBe(200);
      const done = await answer.json();
      seen.webhooks += done.webhooks;
      seen.jobs += done.jobs;
      return stats();
    },
    (answer) => answer.conversions?.confirmed === 1,
  );
  expect(seen.webhooks).toBeGreaterThanOrEqual(2);
  expect(seen.jobs).toBeGreaterThanOrEqual(3);
});

it("calls at the same time do each job once", async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => run(`Bearer ${secret}`, "?seconds=10")));
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  const [row] = await admin`SELECT count(*)::int AS many FROM pgboss.job WHERE state = 'active'`;
  expect(row?.many).toBe(0);
});
