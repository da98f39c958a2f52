import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { prepareDatabase } from "#lib/runtime/database.ts";
import { type RunningPostgres, startPostgres } from "#lib/runtime/postgres.ts";
import { waitForExit } from "#lib/runtime/postgres-process.ts";
import { DATABASE, localUrl } from "#lib/runtime/postgres-roles.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { times } from "#tests/support/long-form.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { acknowledged, startTraffic, type Traffic, tally } from "#tests/support/traffic.ts";

const folder = mkdtempSync(join(tmpdir(), "referly-restart-"));
const dataDir = join(folder, "server");
const scope = { experienceId: COMMUNITY.experienceId };
let server: RunningPostgres;
let app: RunningApp;
let play: Player;

/** A server that writes before it says so, which the tests' shared one does not. */
const startServer = async (port?: number) => {
  server = await startPostgres({ dataDir, ...(port === undefined ? {} : { port }) });
};

beforeAll(async () => {
  await startServer();
  await prepareDatabase(server.adminUrl, server.appUrl);
  const superUrl = localUrl(server.server, "superuser", DATABASE);
  const database = { appUrl: server.appUrl, adminUrl: server.adminUrl, superUrl, drop: async () => {} };
  app = await startApp({ database });
  play = createPlayer(app.origin, app.sandbox.origin);
  await play.sandbox("/sandbox/settings", { delivery: { retryScale: 0.01 } }, "PUT");
});
afterAll(async () => {
  await app?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask<T extends object>(query: (sql: postgres.Sql) => Promise<readonly T[]>): Promise<T[]> {
  const sql = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  try {
    return [...(await query(sql))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** What may happen to a database while it is used; each ends with a server that takes connections again. */
const accidents: Record<string, () => Promise<void>> = {
  "every connection is cut": async () => {
    await ask(
      (sql) => sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
  },
  "the server is restarted": async () => {
    const { port } = server;
    await server.stop();
    await startServer(port);
  },
  "the server is killed and started again": async () => {
    const { port, pid } = server;
    process.kill(pid, "SIGKILL");
    await waitForExit(pid, 5_000);
    await startServer(port);
  },
};

/** The readiness check and an answer that is read from the database. */
async function isServing(token: string): Promise<boolean> {
  // One that hangs must not be all that is tried in five seconds.
  const ask = async (path: string) => {
    const answer = await fetch(`${app.origin}${path}`, {
      headers: { "x-whop-user-token": token },
      signal: AbortSignal.timeout(1_000),
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  const answers = await Promise.all([
    ask("/api/health/ready").catch(() => false),
    ask(`/api/referrals/stats?${new URLSearchParams(scope)}`).catch(() => false),
  ]);
  return answers.every(Boolean);
}

describe("a database that stops while people click and webhooks arrive", () => {
  const buyersEach = times(3, 40);
  let token: string;
  let link: { url: string; code: string };
  let visits = 0;

  beforeAll(async () => {
    const member = await play.newPerson("Mia Member", scope);
    token = await play.tokenOf(member.id);
    link = (await play.api("/api/referrals/create", "POST", token, scope)).body;
  });

  it.each(Object.entries(accidents))(
    "is used again within 5 seconds when %s, and nothing that was acknowledged is lost",
    async (_name, accident) => {
      const traffic = startTraffic({ origins: [app.origin], link: new URL(link.url).pathname });
      for (let nth = 0; nth < buyersEach; nth += 1) {
        const buyer = await play.newPerson(`Buyer ${nth}`);
        await play.buy(await play.visitCheckout(link.url), buyer.id);
      }
      await accident();
      await expect.poll(() => isServing(token), { timeout: 5_000, interval: 50 }).toBe(true);
      await traffic.clicks(100);
      const seen = await traffic.stop();

      visits += seen.clicks.length + buyersEach;
      expectServed(seen);
      const ids = acknowledged(seen);
      const kept = await ask((sql) => sql`SELECT 1 FROM webhook_events WHERE webhook_id = ANY(${ids})`);
      expect(kept.length).toBe(ids.length);
      await expect.poll(() => clicksOf(link.code), { timeout: 120_000 }).toBe(visits);
    },
  );

  it("leaves no work undone: what it interrupted is taken up again, and every purchase is credited", async () => {
    const stats = async () =>
      (await play.api(`/api/referrals/stats?${new URLSearchParams(scope)}`, "GET", token)).body;
    const buyers = buyersEach * Object.keys(accidents).length;
    const settled = await play.eventually(stats, (answer) => answer.conversions?.confirmed === buyers);
    expect(settled.signups).toBe(buyers);
  });
});

async function clicksOf(code: string): Promise<number | undefined> {
  const [row] = await ask(
    (sql) => sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM referral_clicks k
        JOIN code_directory d ON d.code_id = k.code_id WHERE d.code = ${code}`,
  );
  return row?.count;
}

/** A person is always sent on; a webhook that could not be kept is refused, so that Whop sends it again. */
function expectServed({ clicks, webhooks }: Traffic): void {
  expect(clicks.length).toBeGreaterThan(100);
  expect(tally(clicks)).toEqual({ 302: clicks.length });
  const answers = tally(webhooks.values());
  expect(Object.keys(answers).filter((status) => status !== "200" && status !== "503")).toEqual([]);
}
