import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import type { PostgresBinaries } from "./postgres-binaries.ts";

const NOBODY = 65_534;

/**
 * Who runs the server. Postgres refuses to run as root, so root hands it to another account; where that
 * account cannot reach the folders (a project below /root), a user namespace makes root look like `nobody`.
 */
export type ServerIdentity =
  | { kind: "self" }
  | { kind: "account"; uid: number; gid: number }
  | { kind: "namespace" };

export type Command = {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
};

export function commandAs(identity: ServerIdentity, file: string, args: string[]): Command {
  switch (identity.kind) {
    case "self":
      return { file, args, options: {} };
    case "account":
      return { file, args, options: { uid: identity.uid, gid: identity.gid } };
    case "namespace":
      return {
        file: "unshare",
        args: ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, file, ...args],
        options: {},
      };
  }
}

function accounts(): { uid: number; gid: number }[] {
  const found: { uid: number; gid: number }[] = [];
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((l) => l.startsWith("postgres:"));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) found.push({ uid: Number(uid), gid: Number(gid) });
  } catch {
    // No account file on this host: `nobody` needs no entry.
  }
  found.push({ uid: NOBODY, gid: NOBODY });
  return found;
}

/** Runs the real binary from inside the data folder, so every folder on the way to both is proved reachable. */
function works(identity: ServerIdentity, binaries: PostgresBinaries, dataDir: string): boolean {
  const script = 'cd "$1" && exec "$2" --version';
  const command = commandAs(identity, "/bin/sh", ["-c", script, "sh", dataDir, binaries.postgres]);
  const run = spawnSync(command.file, command.args, { ...command.options, cwd: "/", stdio: "ignore" });
  return run.status === 0;
}

/**
 * `dataDir` is the folder above the cluster and must exist; `clusterDir` may not exist yet.
 * A cluster that exists decides by its owner, because Postgres only opens its own files.
 */
export function chooseIdentity(
  binaries: PostgresBinaries,
  dataDir: string,
  clusterDir: string,
): ServerIdentity {
  if (process.getuid?.() !== 0) return { kind: "self" };
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  const candidates: ServerIdentity[] = [];
  if (owner === undefined) {
    for (const account of accounts()) candidates.push({ kind: "account", ...account });
    candidates.push({ kind: "namespace" });
  } else if (owner.uid === 0) {
    candidates.push({ kind: "namespace" });
  } else {
    candidates.push({ kind: "account", uid: owner.uid, gid: owner.gid });
  }
  const chosen = candidates.find((candidate) => works(candidate, binaries, dataDir));
  if (chosen !== undefined) return chosen;
  throw new Error(
    `Postgres cannot run as root, and no other account can reach ${dataDir} and ${binaries.root}. ` +
      "Move the project out of a folder that only root can read, run as an ordinary user, or set DATABASE_URL.",
  );
}
