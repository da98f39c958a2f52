import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { type DumpedColumn, dumpColumns } from "#tests/support/dump.ts";
import { unique } from "#tests/support/factories.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { signWebhook } from "#tests/support/signed.ts";

/** Whose traces are looked for: nothing else in the world is called like them. */
const mark = unique("marker").toLowerCase();
const emails = {
  member: `${mark}.ann@mail.test`,
  buyer: `${mark}.bob@mail.test`,
  // The member's own second address: the rule that finds it out compares addresses.
  kin: `${mark}.ann+shop@mail.test`,
  declined: `${mark}.cay@mail.test`,
};
const addresses = ["203.0.113.77", "2001:db8:77:1::4d"];
/** The same addresses as text, as numbers and as bytes. */
const spellings = [
  ...addresses,
  "203.0.113.",
  "3405803853",
  "cb00714d",
  "2001:db8:77",
  "2001:0db8:0077",
  "20010db80077",
];
const userAgent = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 ${mark}-agent Safari/604.1`;

/** Where an e-mail address may be: with the member, and in Whop's own words, which are kept for 90 days. */
const homesOfEmail = ["public.users.email", "public.webhook_events.body"];

let app: RunningApp;
let play: Player;
let dumped: DumpedColumn[] = [];
let logs = "";
const tokens: string[] = [];
const cookies: string[] = [];

beforeAll(async () => {
  app = await startApp({ logLevel: "trace" });
  play = createPlayer(app.origin, app.sandbox.origin);
  await playStory();
  const sql = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  dumped = await dumpColumns(sql);
  await sql.end();
  logs = app.logs();
});
afterAll(() => app?.stop());

const scope = { experienceId: COMMUNITY.experienceId };

async function tokenOf(userId: string): Promise<string> {
  const token = await play.tokenOf(userId);
  tokens.push(token);
  return token;
}

async function click(url: string, address: string): Promise<string> {
  const answer = await fetch(`${url}?utm_source=${mark}`, {
    redirect: "manual",
    headers: {
      "user-agent": userAgent,
      accept: "text/html",
      "x-forwarded-for": address,
      "x-real-ip": address,
    },
  });
  cookies.push(/rf_v=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "no cookie");
  return answer.headers.get("location") ?? "";
}

/** The main story with everything that goes wrong around it, so that whatever could be written down is. */
async function playStory(): Promise<void> {
  const owner = await tokenOf(COMMUNITY.personas.owner);
  const team = { companyId: COMMUNITY.companyId };
  const reward = await play.api("/api/v1/rewards", "POST", owner, {
    ...team,
    name: "Half off",
    threshold: 1,
    rewardType: "discount",
    rewardData: { kind: "percentage", amountOff: 50 },
    autoApply: true,
    holdDays: 0,
  });
  expect(reward.status).toBe(201);
  const ann = await play.newPerson("Ann Marker", { email: emails.member, ...scope });
  const token = await tokenOf(ann.id);
  const link = await play.api("/api/referrals/create", "POST", token, scope);
  const buyers = [];
  for (const [name, email, outcome] of [
    ["Bob Marker", emails.buyer, "pay"],
    ["Kin Marker", emails.kin, "pay"],
    ["Cay Marker", emails.declined, "decline"],
  ] as const) {
    const buyer = await play.newPerson(name, { email });
    for (const address of addresses) await click(link.body.url, address);
    const destination = await click(link.body.url, addresses[0] ?? "");
    buyers.push(await play.buy(destination, buyer.id, outcome));
  }
  const stats = async () =>
    (await play.api(`/api/referrals/stats?experienceId=${scope.experienceId}`, "GET", token)).body;
  await play.eventually(stats, (answer) =>
    answer.rewards?.some((rung: { state: string }) => rung.state === "delivered"),
  );
  await play.eventually(
    async () => (await play.api(`/api/v1/review/cases?companyId=${team.companyId}`, "GET", owner)).body,
    (answer) => answer.cases?.length > 0,
  );
  await play.sandbox(`/sandbox/payments/${buyers[0]?.paymentId}/refund`, {});
  await play.eventually(stats, (answer) => answer.conversions?.confirmed === 0);
  await misbehave(token, owner);
}

async function misbehave(token: string, owner: string): Promise<void> {
  const personal = { name: emails.member, email: emails.buyer, ip: addresses[0], note: `${mark}-typed` };
  const headers = { "x-forwarded-for": addresses.join(", "), "user-agent": userAgent };
  for (const [path, body, more] of [
    ["/api/v1/rewards", { companyId: COMMUNITY.companyId, ...personal }, { "x-whop-user-token": owner }],
    ["/api/referrals/create", { ...scope, code: emails.member }, { "x-whop-user-token": token }],
    ["/api/referrals/create", scope, { "x-whop-user-token": `${token.slice(0, -6)}AAAAAA` }],
    ["/api/jobs/run", {}, { authorization: `Bearer wrong-${mark}-secret` }],
    ["/api/webhooks/whop", personal, { "webhook-id": "msg_1", "webhook-signature": "v1,none" }],
  ] as const) {
    const answer = await play.call(`${app.origin}${path}`, "POST", body, { ...headers, ...more });
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
  }
  const now = app.sandbox.world.clock.now();
  for (const content of [
    `no JSON ${emails.buyer}`,
    { type: "payment.succeeded", data: { user: { email: emails.buyer } } },
  ]) {
    const { headers: signed, body } = signWebhook(unique("msg_"), content, now);
    const answer = await fetch(`${app.origin}/api/webhooks/whop`, {
      method: "POST",
      headers: { ...signed, ...headers },
      body: String(body),
    });
    expect(answer.status).toBe(200);
  }
  await play.sandbox("/sandbox/settings", { faults: [{ match: "*", kind: "500" }] }, "PUT");
  const stranger = await play.newPerson("Dan Marker", { email: `${mark}.dan@mail.test` });
  const refused = await play.api("/api/v1/links?experienceId=exp_unknown", "GET", await tokenOf(stranger.id));
  expect(refused.status).toBe(503);
  await play.sandbox("/sandbox/settings", { faults: [] }, "PUT");
  // Connections that break in the middle of their work are what drivers write longest about.
  const sql = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await Promise.all([
    play.api(`/api/referrals/stats?experienceId=${scope.experienceId}`, "GET", token),
    sql`SELECT 1`,
  ]);
  const poison = await play.eventually(
    async () => sql`SELECT 1 FROM webhook_events WHERE state IN ('poison', 'refused', 'dead')`,
    (rows) => rows.length > 0,
  );
  expect(poison.length).toBeGreaterThan(0);
  await sql.end();
}

const columnsWith = (text: string) =>
  dumped
    .filter((column) => column.text.toLowerCase().includes(text.toLowerCase()))
    .map(({ table, column }) => `${table}.${column}`)
    .toSorted();

describe("a full dump of the database", () => {
  test("holds what the story left, so that the searches below mean something", () => {
    expect(dumped.length).toBeGreaterThan(300);
    for (const table of ["public.referrals", "public.fraud_checks", "public.reward_deliveries", "pgboss."]) {
      expect(
        dumped.some((column) => column.table.startsWith(table) && column.text !== ""),
        table,
      ).toBe(true);
    }
    expect(columnsWith(mark)).not.toEqual([]);
  });

  test("holds e-mail addresses in their column and in the kept words of Whop, and nowhere else", () => {
    for (const [whose, email] of Object.entries(emails)) {
      const others = columnsWith(email).filter((column) => !homesOfEmail.includes(column));
      expect(others, `${whose}'s address`).toEqual([]);
    }
    expect(columnsWith(emails.member)).toContain("public.users.email");
    // Not in parts either: the name before the @ is a person's as much.
    const parts = columnsWith(`${mark}.ann`).filter((column) => !homesOfEmail.includes(column));
    expect(parts).toEqual([]);
  });

  test("holds nobody's address on the network, in whatever spelling, and no browser's own words", () => {
    for (const spelling of spellings) expect(columnsWith(spelling), spelling).toEqual([]);
    expect(columnsWith(`${mark}-agent`)).toEqual([]);
  });

  test("holds no token, no cookie and no secret", () => {
    for (const secret of secrets()) expect(columnsWith(secret), secret.slice(0, 12)).toEqual([]);
  });
});

describe("all that the processes logged", () => {
  test("is something, down to the smallest detail, so that the searches below mean something", () => {
    expect(logs).toContain("serve: ");
    expect(logs).toContain("worker: ");
    expect(logs).toMatch(/"level":"warn"/);
  });

  test("names nobody: no e-mail address, no address on the network, no browser", () => {
    const lower = logs.toLowerCase();
    for (const text of [
      ...Object.values(emails),
      `${mark}.`,
      `${mark}-agent`,
      `${mark}-typed`,
      ...spellings,
    ]) {
      expect(lower.includes(text.toLowerCase()), text).toBe(false);
    }
  });

  test("holds no token, no cookie and no secret", () => {
    for (const secret of secrets()) expect(logs.includes(secret), secret.slice(0, 12)).toBe(false);
  });
});

function secrets(): string[] {
  const { WHOP_API_KEY, WHOP_WEBHOOK_SECRET, REFERLY_SECRET, JOBS_SECRET } = app.env;
  const passwords = [app.database.appUrl, app.database.adminUrl].map((url) => new URL(url).password);
  const known = [WHOP_API_KEY, WHOP_WEBHOOK_SECRET, REFERLY_SECRET, JOBS_SECRET, ...passwords];
  const signatures = tokens.map((token) => token.split(".")[2] ?? "");
  const found = [...known, ...tokens, ...signatures, ...cookies, `wrong-${mark}-secret`];
  return found.map((secret) => {
    if (secret === undefined || secret.length < 8) throw new Error("A secret to look for is missing");
    return secret;
  });
}
