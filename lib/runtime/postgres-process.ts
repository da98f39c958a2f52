import { existsSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type PidFile = { pid: number; port: number };

export function readPidFile(clusterDir: string): PidFile | null {
  const path = join(clusterDir, "postmaster.pid");
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  // A killed child of ours stays visible until it is reaped; it serves nobody any more.
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return true;
  }
}

/**
 * Whether the process that the pid file names serves this very folder: ids are reused, and a stranger's
 * server must be neither adopted nor stopped. Where there is no /proc the caller's own check (it logs in with
 * our password and asks for the data folder) has to do.
 */
export function servesCluster(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
  } catch {
    return false;
  }
}

export async function waitForExit(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > end) return false;
    await sleep(10);
  }
  return true;
}

/** Fast shutdown: sessions are ended, everything is written. Immediate only when that hangs. */
export async function stopServer(pid: number, clusterDir: string): Promise<void> {
  if (!servesCluster(pid, clusterDir)) return;
  process.kill(pid, "SIGINT");
  if (await waitForExit(pid, 20_000)) return;
  process.kill(pid, "SIGQUIT");
  if (!(await waitForExit(pid, 5_000))) throw new Error(`Postgres (process ${pid}) does not stop.`);
}
