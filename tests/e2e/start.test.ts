import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { findFreePort, isPortFree } from "#lib/runtime/ports.ts";
import { isAlive } from "#lib/runtime/postgres-process.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { npmStart, type Started } from "#tests/support/npm-start.ts";

const folder = mkdtempSync(join(tmpdir(), "referly-start-"));
const port = await findFreePort();
const sandboxPort = await findFreePort(undefined, 2);

const started = new Set<ChildProcess>();

function start(dataDir: string, env?: Record<string, string>, args?: string[]): Started {
  const running = npmStart({ dataDir, port, sandboxPort }, env, args);
  started.add(running.child);
  return running;
}

const end = (running: Started) => once(running.child, "close").then(() => running.child.exitCode);

function descendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) }];
      } catch {
        return [];
      }
    });
  const of = (id: number): number[] =>
    parents.filter(({ parent }) => parent === id).flatMap((child) => [child.pid, ...of(child.pid)]);
  return of(pid);
}

afterEach(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "close");
  }
  started.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("npm start", () => {
  const dataDir = join(folder, "data");

  it("can be stopped in the middle of its first start, and leaves nothing running", async () => {
    const first = start(dataDir);
    await first.until("sandbox ");
    const processes = descendants(first.child.pid ?? 0);
    expect(processes.length).toBeGreaterThan(2);
    expect(await first.stop()).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
  });

  it("comes up after that from nothing to a community with history, and prints where", async () => {
    const running = start(dataDir);
    await running.until("Referly is ready");
    expect(running.output()).toContain("a community with 90 days of history");
    expect(running.output()).toContain(`http://localhost:${port}`);
    expect(running.output()).toContain(`http://localhost:${sandboxPort}`);
    const ready = await fetch(`http://localhost:${port}/api/health/ready`);
    expect(ready.status).toBe(200);
    expect((await fetch(`http://localhost:${sandboxPort}/`)).status).toBe(200);
    const processes = descendants(running.child.pid ?? 0);
    expect(await running.stop()).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(await isPortFree(port)).toBe(true);
  });

  // A machine that is busy with something else may need a second try; one that is not needs five seconds.
  it("keeps the data and is back within 15 seconds", { retry: 1 }, async () => {
    const since = Date.now();
    const running = start(dataDir);
    await running.until("Referly is ready");
    expect(Date.now() - since).toBeLessThan(15_000);
    expect(running.output()).toMatch(/seed +kept/);
  });

  it("says which process died, stops the others and fails", async () => {
    const running = start(dataDir);
    await running.until("Referly is ready");
    const processes = descendants(running.child.pid ?? 0);
    const worker = processes.find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("worker.ts"),
    );
    process.kill(worker ?? 0, "SIGKILL");
    expect(await end(running)).toBe(1);
    expect(running.output()).toContain("The worker process ended (SIGKILL)");
    expect(processes.filter(isAlive)).toEqual([]);
  });

  it("stops what it started when it is killed itself, and the next start takes over the database", async () => {
    const running = start(dataDir);
    await running.until("Referly is ready");
    running.child.kill("SIGKILL");
    await end(running);
    for (const taken of [port, sandboxPort, sandboxPort + 1]) {
      await expect.poll(() => isPortFree(taken), { timeout: 15_000 }).toBe(true);
    }
    const next = start(dataDir);
    await next.until("Referly is ready");
    expect(next.output()).toContain("found running");
  });

  it("refuses a second start on the same data, and a port that is taken, by name", async () => {
    const squatter = createServer().listen(port);
    await once(squatter, "listening");
    const blocked = start(dataDir);
    expect(await end(blocked)).toBe(1);
    expect(blocked.output()).toMatch(new RegExp(`Port ${port}, which the app needs, is taken[\\s\\S]*PORT=`));
    squatter.close();
    await once(squatter, "close");

    const running = start(dataDir);
    await running.until("Starting Referly");
    const second = start(dataDir);
    expect(await end(second)).toBe(1);
    expect(second.output()).toContain("Referly is already running");
    expect(await running.stop()).toBe(0);
  });

  it("never empties, nor uses, a folder that it did not make", async () => {
    const foreign = join(folder, "foreign");
    mkdirSync(foreign);
    writeFileSync(join(foreign, "thesis.txt"), "years of work");
    const refused = start(foreign, {}, ["--fresh"]);
    expect(await end(refused)).toBe(1);
    expect(refused.output()).toContain("holds files that Referly did not make");
    expect(readdirSync(foreign)).toEqual(["thesis.txt"]);
  });

  it("runs on the Postgres of DATABASE_URL, under a login that row-level security holds", async () => {
    const database = await createTestDatabase({ blank: true });
    const running = start(join(folder, "external"), { DATABASE_URL: database.superUrl });
    await running.until("Referly is ready");
    const sql = postgres(database.superUrl, { max: 1 });
    const logins = await sql<{ super: boolean; bypass: boolean }[]>`
      SELECT DISTINCT r.rolsuper AS super, r.rolbypassrls AS bypass
        FROM pg_stat_activity a JOIN pg_roles r ON r.rolname = a.usename
       WHERE a.datname = current_database() AND a.application_name LIKE 'referly%'`;
    await sql.end();
    expect(logins).toEqual([{ super: false, bypass: false }]);
    expect(await running.stop()).toBe(0);
    await database.drop();
  });
});
