import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { findFreePort } from "#lib/runtime/ports.ts";
import { type RunningPostgres, startPostgres } from "#lib/runtime/postgres.ts";
import { isAlive, readPidFile, waitForExit } from "#lib/runtime/postgres-process.ts";

const folder = mkdtempSync(join(tmpdir(), "referly-supervisor-"));
chmodSync(folder, 0o755);
const running = new Set<RunningPostgres>();
let count = 0;

const newDataDir = () => join(folder, `server-${++count}`);

async function start(dataDir: string, port?: number): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, fast: true, ...(port === undefined ? {} : { port }) });
  running.add(server);
  return server;
}

async function occupy(port: number): Promise<Server> {
  const squatter = createServer().listen(port, "127.0.0.1");
  await once(squatter, "listening");
  return squatter;
}

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

afterEach(async () => {
  for (const server of running) await server.stop();
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the embedded Postgres", () => {
  it("gives an owner that is no superuser and an app role that owns nothing and cannot pass row-level security", async () => {
    const server = await start(newDataDir());
    const roles = await query<Record<string, unknown>>(
      server.superUrl,
      "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname LIKE 'referly%' ORDER BY 1",
    );
    const plain = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
    expect(roles).toEqual([
      { rolname: "referly_app", ...plain },
      { rolname: "referly_owner", ...plain },
    ]);
    await query(server.adminUrl, "CREATE TABLE mine (a int)");
    await expect(query(server.appUrl, "SELECT * FROM mine")).rejects.toThrow(/permission denied/);
    await expect(query(server.appUrl, "CREATE TABLE other (a int)")).rejects.toThrow(/permission denied/);
    await expect(query(server.appUrl, "CREATE TEMPORARY TABLE other (a int)")).rejects.toThrow(
      /permission denied/,
    );
  });

  it("lets nobody in without the password, and keeps it where only its owner reads it", async () => {
    const dataDir = newDataDir();
    const server = await start(dataDir);
    const wrong = new URL(server.superUrl);
    wrong.password = "guess";
    await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, "server.json")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, "cluster")).mode & 0o777).toBe(0o700);
  });

  it("keeps data, passwords and port from start to start", async () => {
    const dataDir = newDataDir();
    const before = await start(dataDir);
    await query(before.adminUrl, "CREATE TABLE kept (a int)");
    await before.stop();
    expect(isAlive(before.pid)).toBe(false);
    const after = await start(dataDir);
    expect(after.adminUrl).toBe(before.adminUrl);
    expect(await query(after.adminUrl, "SELECT * FROM kept")).toEqual([]);
  });

  it("listens below the ports that Linux gives to outgoing connections, on this machine only", async () => {
    const server = await start(newDataDir());
    expect(server.port).toBeLessThan(32_768);
    const [row] = await query<{ listen_addresses: string }>(server.superUrl, "SHOW listen_addresses");
    expect(row?.listen_addresses).toBe("127.0.0.1");
  });

  it("sorts the same on every host", async () => {
    const server = await start(newDataDir());
    const [row] = await query<object>(
      server.superUrl,
      "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = 'referly'",
    );
    expect(row).toEqual({ datlocprovider: "b", datlocale: "C.UTF-8", encoding: "UTF8" });
  });

  it("adopts its own server when the one who started it is gone", async () => {
    const dataDir = newDataDir();
    const first = await start(dataDir);
    const second = await start(dataDir);
    expect(second.adopted).toBe(true);
    expect(second.pid).toBe(first.pid);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it("does not take a stranger's process for its server, and leaves it alone", async () => {
    const dataDir = newDataDir();
    const before = await start(dataDir);
    await before.stop();
    const stranger: ChildProcess = spawn("sleep", ["60"], { stdio: "ignore" });
    try {
      const lines = [
        stranger.pid,
        join(dataDir, "cluster"),
        1,
        before.port,
        "",
        "127.0.0.1",
        "0 0",
        "ready   ",
      ];
      writeFileSync(join(dataDir, "cluster", "postmaster.pid"), `${lines.join("\n")}\n`);
      const after = await start(dataDir);
      expect(after.adopted).toBe(false);
      await after.stop();
      expect(isAlive(stranger.pid ?? 0)).toBe(true);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  it("comes back after its server was killed", async () => {
    const dataDir = newDataDir();
    const before = await start(dataDir);
    process.kill(before.pid, "SIGKILL");
    await waitForExit(before.pid, 5_000);
    const after = await start(dataDir);
    expect(after.adopted).toBe(false);
    expect(await query(after.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("moves to another port when somebody has taken the remembered one", async () => {
    const dataDir = newDataDir();
    const before = await start(dataDir);
    await before.stop();
    const squatter = await occupy(before.port);
    try {
      const after = await start(dataDir);
      expect(after.port).not.toBe(before.port);
      expect(await query(after.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it("says so when a port it was told to use is taken", async () => {
    const port = await findFreePort();
    const squatter = await occupy(port);
    try {
      await expect(start(newDataDir(), port)).rejects.toThrow(/Address already in use/);
    } finally {
      squatter.close();
    }
  });

  it("survives two starters at once: one starts, the other adopts", async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    const both = await Promise.all([start(dataDir), start(dataDir)]);
    expect(new Set(both.map((server) => server.pid)).size).toBe(1);
  });

  it("builds the cluster again when the first start was cut short", async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, "cluster.new", "data"), { recursive: true });
    writeFileSync(join(dataDir, "cluster.new", "data", "half"), "");
    const server = await start(dataDir);
    expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(existsSync(join(dataDir, "cluster.new"))).toBe(false);
  });

  it("explains itself when the passwords are lost", async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    rmSync(join(dataDir, "server.json"));
    await expect(start(dataDir)).rejects.toThrow(/server\.json is missing/);
  });

  it("says what to do with the data of another Postgres, and leaves it as it is", async () => {
    const dataDir = newDataDir();
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, "cluster", "PG_VERSION"), "15\n");
    await expect(start(dataDir)).rejects.toThrow(
      /made by Postgres 15; this version brings Postgres 18.*pg_dump/,
    );
    writeFileSync(join(dataDir, "cluster", "PG_VERSION"), "18\n");
    await start(dataDir);
  });

  it("writes no row's content into its log", async () => {
    const dataDir = newDataDir();
    const server = await start(dataDir);
    await query(server.adminUrl, "CREATE TABLE people (email text PRIMARY KEY)");
    const insert = "INSERT INTO people VALUES ('marker@people.test'), ('marker@people.test')";
    await expect(query(server.adminUrl, insert)).rejects.toThrow(/duplicate key/);
    const log = readFileSync(join(dataDir, "server.log"), "utf8");
    expect(log).toContain("duplicate key");
    expect(log).not.toContain("marker@people.test");
  });

  it.runIf(process.getuid?.() === 0)("runs from a folder that only root can enter", async () => {
    const dataDir = join(folder, "private", "server");
    mkdirSync(join(folder, "private"), { mode: 0o700 });
    const server = await start(dataDir);
    expect(await query(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(readPidFile(join(dataDir, "cluster"))?.pid).toBe(server.pid);
  });
});
