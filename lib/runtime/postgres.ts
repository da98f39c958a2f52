import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { findFreePort } from "./ports.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import type { Cluster } from "./postgres-cluster.ts";
import { openCluster, serverEnvironment } from "./postgres-cluster.ts";
import { commandAs } from "./postgres-identity.ts";
import { isAlive, readPidFile, servesCluster, stopServer } from "./postgres-process.ts";
import type { LocalServer } from "./postgres-roles.ts";
import { DATABASE, ensureRolesAndDatabase, localUrl } from "./postgres-roles.ts";

export type RunningPostgres = {
  /** Role referly_owner: owns the database and runs migrations. */
  adminUrl: string;
  /** Role referly_app: owns nothing, row-level security applies. */
  appUrl: string;
  /** The cluster's superuser, for test databases and benchmarks only. */
  superUrl: string;
  server: LocalServer;
  port: number;
  pid: number;
  adopted: boolean;
  stop(): Promise<void>;
};

export type PostgresOptions = {
  dataDir: string;
  /** Nothing survives a power cut: for tests only. */
  fast?: boolean;
  port?: number;
};

/** Errors are logged without statement and detail: both may carry a person's data. */
const ALWAYS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  // What initdb writes for these are numbers of segments, which are small here.
  min_wal_size: "80MB",
  max_wal_size: "2GB",
  jit: "off",
  random_page_cost: "1.1",
};
const DURABLE = {
  max_connections: "120",
  shared_buffers: `${sharedMegabytes()}MB`,
  wal_compression: "on",
  // A new community's tables grow from nothing within seconds; plans made for empty ones must not outlive that.
  autovacuum_naptime: "5s",
};
const FAST = {
  max_connections: "300",
  shared_buffers: "64MB",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
};

/** A quarter of the memory, as Postgres's manual suggests to begin with, and never more than a gigabyte of it. */
function sharedMegabytes(): number {
  // Zero, or more than there is, where the process has no limit of its own.
  const ours = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const quarter = Math.min(totalmem(), ours) / 4 / 1_048_576;
  return Math.round(Math.min(Math.max(quarter, 128), 1_024));
}

const LOG_LIMIT_BYTES = 10_000_000;
const READY_WITHIN_MS = 60_000;

function logTail(cluster: Cluster, from: number): string {
  return readFileSync(cluster.logFile)
    .subarray(from)
    .toString("utf8")
    .trim()
    .split("\n")
    .slice(-12)
    .join("\n");
}

/** The server writes its state into the eighth line of its pid file; reading it is cheaper than connecting. */
function isReady(cluster: Cluster, pid: number): boolean {
  const path = join(cluster.dir, "postmaster.pid");
  if (!existsSync(path)) return false;
  const lines = readFileSync(path, "utf8").split("\n");
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

async function waitUntilReady(cluster: Cluster, pid: number, running: () => boolean): Promise<boolean> {
  const end = Date.now() + READY_WITHIN_MS;
  while (running() && Date.now() < end) {
    if (isReady(cluster, pid)) return true;
    await sleep(5);
  }
  return false;
}

/** The last proof before adopting: the server takes our password and names our folder as its own. */
async function isOurs(server: LocalServer, cluster: Cluster): Promise<boolean> {
  const sql = postgres(localUrl(server, "superuser", "postgres"), { max: 1, connect_timeout: 10 });
  try {
    const [row] = await sql<{ data_directory: string }[]>`SHOW data_directory`;
    return row !== undefined && realpathSync(row.data_directory) === realpathSync(cluster.dir);
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type Found = { pid: number; port: number; adopted: boolean };

async function adopt(cluster: Cluster): Promise<Found | null> {
  const file = readPidFile(cluster.dir);
  if (file === null) return null;
  if (!servesCluster(file.pid, cluster.dir)) {
    // The number now belongs to some other process, and Postgres would refuse to start because of it.
    if (isAlive(file.pid)) rmSync(join(cluster.dir, "postmaster.pid"), { force: true });
    return null;
  }
  if (!(await waitUntilReady(cluster, file.pid, () => servesCluster(file.pid, cluster.dir)))) return null;
  if (await isOurs({ port: file.port, passwords: cluster.passwords }, cluster)) {
    return { ...file, adopted: true };
  }
  throw new Error(
    `Process ${file.pid} runs a Postgres on ${cluster.dir}, but it does not accept the password kept beside it. ` +
      "Stop that process, or set REFERLY_DATA_DIR to another folder.",
  );
}

async function launch(
  binaries: PostgresBinaries,
  cluster: Cluster,
  port: number,
  fast: boolean,
): Promise<Found | { failed: string }> {
  const settings = { ...ALWAYS, ...(fast ? FAST : DURABLE) };
  const args = ["-D", cluster.dir, "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const command = commandAs(cluster.identity, binaries.postgres, args);
  const full = existsSync(cluster.logFile) && statSync(cluster.logFile).size > LOG_LIMIT_BYTES;
  const log = openSync(cluster.logFile, full ? "w" : "a", 0o600);
  const from = statSync(cluster.logFile).size;
  // Its own process group: Ctrl-C in a terminal must not stop the database before those who use it.
  const child = spawn(command.file, command.args, {
    ...command.options,
    cwd: "/",
    env: serverEnvironment(cluster.dir),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let problem: string | undefined;
  child.once("error", (error) => {
    problem = error.message;
  });
  child.once("exit", (code, signal) => {
    problem ??= `it ended with ${code ?? signal}`;
  });
  child.unref();
  const { pid } = child;
  if (
    pid !== undefined &&
    (await waitUntilReady(cluster, pid, () => problem === undefined && isAlive(pid)))
  ) {
    return { pid, port, adopted: false };
  }
  // One that hangs must not be left behind.
  if (problem === undefined) child.kill("SIGQUIT");
  return { failed: `${problem ?? "it was not ready in time"}\n${logTail(cluster, from)}` };
}

async function runServer(
  binaries: PostgresBinaries,
  cluster: Cluster,
  options: PostgresOptions,
): Promise<Found> {
  let failure = "";
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const adopted = await adopt(cluster);
    if (adopted !== null) return adopted;
    const port = options.port ?? (await findFreePort(attempt === 1 ? cluster.port : undefined));
    const result = await launch(binaries, cluster, port, options.fast ?? false);
    if (!("failed" in result)) return result;
    failure = result.failed;
    // Somebody took the port between our look and our start.
    const portTaken = failure.includes("Address already in use") && options.port === undefined;
    // Somebody started this same cluster, or one that was killed is not quite gone.
    const occupied = failure.includes("lock file") || failure.includes("still in use");
    if (!portTaken && !occupied) break;
    await sleep(100 * attempt);
  }
  throw new Error(`Postgres did not start from ${cluster.dir}: ${failure}`);
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = findPostgresBinaries();
  const cluster = await openCluster(binaries, resolve(options.dataDir), options.fast ?? false);
  const { pid, port, adopted } = await runServer(binaries, cluster, options);
  if (port !== cluster.port) cluster.rememberPort(port);
  const server = { port, passwords: cluster.passwords };
  const stop = () => stopServer(pid, cluster.dir);
  try {
    await ensureRolesAndDatabase(server);
  } catch (error) {
    if (!adopted) await stop();
    throw error;
  }
  return {
    adminUrl: localUrl(server, "owner", DATABASE),
    appUrl: localUrl(server, "app", DATABASE),
    superUrl: localUrl(server, "superuser", "postgres"),
    server,
    port,
    pid,
    adopted,
    stop,
  };
}
