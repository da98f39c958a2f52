import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { findFreePort } from "#lib/runtime/ports.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { times } from "#tests/support/long-form.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { acknowledged, startTraffic, tally } from "#tests/support/traffic.ts";

let app: RunningApp;
let play: Player;
let admin: postgres.Sql;
const scope = { experienceId: COMMUNITY.experienceId };

beforeAll(async () => {
  app = await startApp();
  play = createPlayer(app.origin, app.sandbox.origin);
  admin = postgres(app.database.superUrl, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await admin?.end();
  await app?.stop();
});

function processOf(name: string): ChildProcess {
  const child = app.processes.get(name);
  if (child === undefined) throw new Error(`There is no process ${name}`);
  return child;
}

/** As a deploy ends a process: asked to, not forced to. */
async function terminate(child: ChildProcess): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return child.exitCode;
}

async function newLink(): Promise<{ token: string; url: string; path: string; code: string }> {
  const member = await play.newPerson("Mia Member", scope);
  const token = await play.tokenOf(member.id);
  const { status, body } = await play.api("/api/referrals/create", "POST", token, scope);
  expect(status).toBe(201);
  return { token, url: body.url, path: new URL(body.url).pathname, code: body.code };
}

describe("a deploy", () => {
  it("fails no request while each of two servers is replaced under load, and loses nothing it answered", async () => {
    const second = await findFreePort();
    await app.start("serve", ["--no-pages"], second);
    const { path, code } = await newLink();
    const origins = [app.origin, `http://localhost:${second}`];
    const traffic = startTraffic({ origins, link: path });
    await traffic.clicks(500);
    for (const [name, port] of [
      ["serve", undefined],
      [`serve:${second}`, second],
    ] as const) {
      expect(await terminate(processOf(name)), `${name} ends well`).toBe(0);
      await app.start("serve", ["--no-pages"], port);
      await traffic.clicks(500);
    }
    const seen = await traffic.stop();

    expect(seen.clicks.length).toBeGreaterThan(500);
    expect(tally(seen.clicks)).toEqual({ 302: seen.clicks.length });
    expect(tally(seen.webhooks.values())).toEqual({ 200: seen.webhooks.size });
    const clicked = async () => {
      const [row] = await admin<{ count: number }[]>`
        SELECT count(*)::int AS count FROM referral_clicks k
          JOIN code_directory d ON d.code_id = k.code_id WHERE d.code = ${code}`;
      return row?.count;
    };
    // An answer may come a moment before its batch is on disk, never instead of it.
    await expect.poll(clicked, { timeout: 120_000 }).toBe(seen.clicks.length);
    const ids = acknowledged(seen);
    const kept = await admin`SELECT 1 FROM webhook_events WHERE webhook_id = ANY(${ids})`;
    expect(kept.length).toBe(ids.length);
  });

  it("leaves no job locked when the worker is stopped in the middle of its work, and the next one ends it", async () => {
    const { token, url } = await newLink();
    await terminate(processOf("worker"));
    const buyers = times(25, 200);
    for (let nth = 0; nth < buyers; nth += 1) {
      const buyer = await play.newPerson(`Buyer ${nth}`);
      await play.buy(await play.visitCheckout(url), buyer.id);
    }
    const active = async () => {
      const [row] = await admin<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pgboss.job WHERE state = 'active'`;
      return row?.count ?? 0;
    };
    expect(await active()).toBe(0);

    const worker = await app.start("worker");
    await expect.poll(active, { timeout: 120_000, interval: 1 }).toBeGreaterThan(0);
    expect(await terminate(worker)).toBe(0);
    expect(await active()).toBe(0);

    await app.start("worker");
    const stats = async () =>
      (await play.api(`/api/referrals/stats?${new URLSearchParams(scope)}`, "GET", token)).body;
    const settled = await play.eventually(stats, (answer) => answer.conversions?.confirmed === buyers);
    expect(settled.signups).toBe(buyers);
  });
});
