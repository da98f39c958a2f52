import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { prepareDatabase } from "#lib/runtime/database.ts";
import { findFreePort } from "#lib/runtime/ports.ts";
import { startPostgres } from "#lib/runtime/postgres.ts";
import serverHeap from "#lib/runtime/server-heap.json" with { type: "json" };
import workerHeap from "#lib/runtime/worker-heap.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const READY_WITHIN_MS = 60_000;

/** A process of the bench that listens on a port. */
export type Child = {
  port: number;
  pid: number;
  /** Resident memory now, in bytes. */
  memory(): number;
  /** What it wrote so far, for messages about failures. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
};

export type BenchStack = AsyncDisposable & {
  /** Superuser of the bench's own database: loads data, counts rows, sees every tenant. */
  admin: postgres.Sql;
  /** The same as an address, for processes of the bench. */
  adminUrl: string;
  appUrl: string;
  /** The file that Postgres writes its log into. */
  databaseLog: string;
  /** The environment of every process that the stack starts; `serve` adds the port. */
  env: NodeJS.ProcessEnv;
  /** The real server. `args` as on its command line; pages are left out unless asked for. */
  serve(options?: { pages?: boolean; env?: Record<string, string> }): Promise<Child>;
  /** The real worker; returns when it works. */
  worker(env?: Record<string, string>): Promise<Child>;
  /** Another script of ours; it must print `listening <port>` when it is ready. */
  start(script: string, args?: string[], env?: Record<string, string>): Promise<Child>;
  close(): Promise<void>;
};

const SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";
export const WEBHOOK_SECRET = `ws_${SECRET}`;
/** Nothing listens there: Whop is down during the bench unless a suite says otherwise. */
export const WHOP_ORIGIN = "http://127.0.0.1:9";

function passedOn(name: string): Record<string, string> {
  const value = process.env[name];
  return value === undefined ? {} : { [name]: value };
}

function environment(appUrl: string, adminUrl: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // As bootstrap.mjs passes them on: a server that has to compile everything holds the compiler in memory.
    ...passedOn("NODE_COMPILE_CACHE"),
    ...passedOn("MALLOC_ARENA_MAX"),
    DATABASE_URL: appUrl,
    DATABASE_ADMIN_URL: adminUrl,
    WHOP_API_KEY: "bench_api_key_of_enough_length",
    WHOP_APP_ID: "app_bench1234567",
    WHOP_API_BASE_URL: `${WHOP_ORIGIN}/api/v1`,
    WHOP_JWKS_URL: `${WHOP_ORIGIN}/.well-known/jwks.json`,
    WHOP_WEBHOOK_SECRET: WEBHOOK_SECRET,
    WHOP_ORIGINS: "https://whop.com",
    APP_ORIGIN: "https://referly.example.com",
    REFERLY_SECRET: SECRET,
    JOBS_SECRET: SECRET.split("").toReversed().join(""),
    LOG_LEVEL: "warn",
  };
}

/** A fresh durable Postgres (fsync and synchronous commit on) in a temporary folder, migrated and empty. */
export async function openStack(): Promise<BenchStack> {
  const dataDir = mkdtempSync(join(tmpdir(), "referly-bench-"));
  const server = await startPostgres({ dataDir });
  const children = new Set<Child>();
  await prepareDatabase(server.adminUrl, server.appUrl);
  const adminUrl = new URL(server.superUrl);
  adminUrl.pathname = new URL(server.adminUrl).pathname;
  const admin = postgres(adminUrl.href, { max: 4, onnotice: () => {} });
  const env = environment(server.appUrl, server.adminUrl);

  const begin = async (script: string, args: string[], more: Record<string, string>, ready: RegExp) => {
    const child = await launch(script, args, { ...env, ...more }, ready);
    children.add(child);
    return child;
  };
  const start = (script: string, args: string[] = [], more: Record<string, string> = {}) =>
    begin(script, args, more, /\blistening (\d+)/);
  const close = async () => {
    await Promise.all([...children].map((child) => child.stop()));
    await admin.end({ timeout: 5 });
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    admin,
    adminUrl: adminUrl.href,
    appUrl: server.appUrl,
    databaseLog: join(dataDir, "server.log"),
    env,
    start,
    worker: (more = {}) =>
      begin("lib/runtime/worker.ts", [], { ...more, LOG_LEVEL: "info" }, /The worker runs/),
    async serve(options = {}) {
      const port = await findFreePort();
      const args = options.pages ? [] : ["--no-pages"];
      return start("lib/runtime/serve.ts", args, { PORT: String(port), ...options.env });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** As npm run serve and npm run worker start them. */
const heaps = new Map([
  ["lib/runtime/serve.ts", serverHeap],
  ["lib/runtime/worker.ts", workerHeap],
]);

/** `ready` is what the process writes when it is; what it captures is the port, if there is one. */
async function launch(script: string, args: string[], env: NodeJS.ProcessEnv, ready: RegExp): Promise<Child> {
  const child = spawn(process.execPath, [...(heaps.get(script) ?? []), script, ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString("utf8")).slice(-20_000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const said = () => {
    const found = ready.exec(output);
    return found === null ? null : Number(found[1] ?? 0);
  };
  const port = await until(child, said, () => `${script} did not say that it is ready:\n${output}`);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} was not started`);
  return {
    port,
    pid,
    memory: () => residentBytes(pid),
    output: () => output,
    signal: (name) => child.kill(name),
    stop: () => stop(child),
  };
}

function until(child: ChildProcess, said: () => number | null, problem: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = Date.now();
    const timer = setInterval(() => {
      const value = said();
      const isOver = child.exitCode !== null || Date.now() - started > READY_WITHIN_MS;
      if (value === null && !isOver) return;
      clearInterval(timer);
      if (value === null) reject(new Error(problem()));
      else resolve(value);
    }, 10);
  });
}

function residentBytes(pid: number): number {
  const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
  return Number(pages) * 4096;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(timer);
}
