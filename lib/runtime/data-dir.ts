import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive, readPidFile, stopServer } from "./postgres-process.ts";

const MARKER = "referly-data";
const MARKER_TEXT = "Referly keeps its database and logs here. npm start -- --fresh removes them.\n";

const pidFile = (dataDir: string) => join(dataDir, "running.pid");
export const postgresDir = (dataDir: string) => join(dataDir, "postgres");

/** Throws rather than touch a folder that somebody else filled. */
function assertOurs(dataDir: string): void {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  if (existsSync(join(dataDir, MARKER))) return;
  throw new Error(
    `REFERLY_DATA_DIR is ${dataDir}, which holds files that Referly did not make (there is no ${MARKER} in it). ` +
      "Name an empty folder, or one that does not exist yet.",
  );
}

function otherStart(dataDir: string): number | null {
  if (!existsSync(pidFile(dataDir))) return null;
  const pid = Number(readFileSync(pidFile(dataDir), "utf8"));
  if (!Number.isInteger(pid) || pid === process.pid || !isAlive(pid)) return null;
  // Process numbers are reused; where we can look, only a start of ours counts.
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("runtime/start.ts")
    ? pid
    : null;
}

/** Everything a former start kept, its database server included; the marker stays. */
async function wipe(dataDir: string): Promise<void> {
  const cluster = join(postgresDir(dataDir), "cluster");
  const server = readPidFile(cluster);
  if (server !== null) await stopServer(server.pid, cluster);
  for (const name of existsSync(dataDir) ? readdirSync(dataDir) : []) {
    if (name !== MARKER) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Takes the folder for this process. @throws Error when it is a stranger's, or in use by another start */
export async function claimDataDir(dataDir: string, fresh: boolean): Promise<void> {
  assertOurs(dataDir);
  const other = otherStart(dataDir);
  if (other !== null) {
    throw new Error(
      `Referly is already running on ${dataDir} (process ${other}). Stop it first, ` +
        "or set REFERLY_DATA_DIR, PORT and SANDBOX_PORT for a second one.",
    );
  }
  if (fresh) await wipe(dataDir);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, MARKER), MARKER_TEXT);
  writeFileSync(pidFile(dataDir), String(process.pid));
}

export function releaseDataDir(dataDir: string): void {
  rmSync(pidFile(dataDir), { force: true });
}
