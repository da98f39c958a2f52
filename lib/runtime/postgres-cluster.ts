import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { ServerIdentity } from "./postgres-identity.ts";
import { chooseIdentity, commandAs } from "./postgres-identity.ts";
import type { RolePasswords } from "./postgres-roles.ts";
import { SUPERUSER } from "./postgres-roles.ts";

/** The server's folder: the cluster itself, who may log in, and the log. */
export type Cluster = {
  dir: string;
  logFile: string;
  identity: ServerIdentity;
  passwords: RolePasswords;
  /** Remembered, so that addresses stay the same from start to start. */
  port: number | undefined;
  rememberPort(port: number): void;
};

const Settings = z.object({
  passwords: z.object({ superuser: z.string(), owner: z.string(), app: z.string() }),
  port: z.number().int().optional(),
});
type Settings = z.infer<typeof Settings>;

function saveSettings(path: string, settings: Settings): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function loadSettings(path: string, clusterExists: boolean): Settings {
  if (existsSync(path)) return Settings.parse(JSON.parse(readFileSync(path, "utf8")));
  if (clusterExists) {
    throw new Error(
      `${path} is missing, so nobody can log in to the database beside it. ` +
        "Put the file back, or remove the folder to begin with an empty database.",
    );
  }
  const password = () => randomBytes(24).toString("hex");
  const settings = { passwords: { superuser: password(), owner: password(), app: password() } };
  saveSettings(path, settings);
  return settings;
}

/** The server gets nothing of our environment: it holds secrets, and a foreign HOME breaks libpq inside the server. */
export function serverEnvironment(home: string): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: "/usr/bin:/bin", HOME: home, LANG: "C", LC_ALL: "C", TZ: "UTC" };
}

function run(
  file: string,
  args: string[],
  options: { uid?: number; gid?: number; cwd: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...options,
      env: serverEnvironment(options.cwd),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      output += String(chunk);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${code}:\n${output.trim()}`));
    });
  });
}

/** Built beside its place and then renamed, so an interrupted start never leaves half a cluster. */
async function initialise(
  binaries: PostgresBinaries,
  dataDir: string,
  clusterDir: string,
  identity: ServerIdentity,
  password: string,
  fast: boolean,
): Promise<void> {
  const draft = `${clusterDir}.new`;
  const passwordFile = join(draft, "password");
  const target = join(draft, "data");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.kind === "account") {
    chownSync(draft, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  const args = ["-D", target, "-U", SUPERUSER, "-E", "UTF8", "-A", "scram-sha-256"];
  args.push(
    `--pwfile=${passwordFile}`,
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    // A new segment of the log is filled with zeros first, and whoever commits waits for it: 40 to 60 ms for the 16 MB
    // that are usual, again and again until there are enough to be used anew.
    "--wal-segsize=1",
  );
  if (fast) args.push("--no-sync");
  const command = commandAs(identity, binaries.initdb, args);
  await run(command.file, command.args, { ...command.options, cwd: dataDir });
  renameSync(target, clusterDir);
  rmSync(draft, { recursive: true, force: true });
}

function assertSameMajor(clusterDir: string): void {
  const major = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  if (major === "18") return;
  throw new Error(
    `The database in ${clusterDir} was made by Postgres ${major}; this version brings Postgres 18. ` +
      "Move its data over with pg_dump and pg_restore, or start with another REFERLY_DATA_DIR.",
  );
}

export async function openCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  fast: boolean,
): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  // Others may pass through to the cluster, which another account owns, but not look around.
  chmodSync(dataDir, 0o711);
  const dir = join(dataDir, "cluster");
  const settingsFile = join(dataDir, "server.json");
  const exists = existsSync(dir);
  const settings = loadSettings(settingsFile, exists);
  const identity = chooseIdentity(binaries, dataDir, dir);
  if (!exists) await initialise(binaries, dataDir, dir, identity, settings.passwords.superuser, fast);
  assertSameMajor(dir);
  return {
    dir,
    logFile: join(dataDir, "server.log"),
    identity,
    passwords: settings.passwords,
    port: settings.port,
    rememberPort: (port) => saveSettings(settingsFile, { passwords: settings.passwords, port }),
  };
}
