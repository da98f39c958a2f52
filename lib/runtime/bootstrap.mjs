// The first thing every npm script runs, on whatever Node the machine has (18 or newer), before anything is
// installed: makes node_modules match the lock file, then runs the target on the project's own Node.
// Plain JavaScript on purpose, and no import from a package.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { mendDriver } from "./mend-driver.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const modules = join(root, "node_modules");
const lockFile = join(root, "package-lock.json");
const stampFile = join(modules, ".lock-sha256");
const installing = join(root, ".data", "installing");

function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

const lockHash = () => createHash("sha256").update(readFileSync(lockFile)).digest("hex");

function stampMatches() {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8").trim() === lockHash();
}

/** npm keeps its own record of what it installed; somebody's `npm ci` by hand needs no second one. */
function installedMatchesLock() {
  const wanted = readJson(lockFile)?.packages;
  const found = readJson(join(modules, ".package-lock.json"))?.packages;
  if (!wanted || !found) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const installed = found[path];
    if (installed ? installed.version !== entry.version : !entry.optional) return false;
  }
  return Object.keys(found).every((path) => path in wanted);
}

function install() {
  console.log("Installing packages (package-lock.json is new or has changed) ...");
  const started = Date.now();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const cli = process.env.npm_execpath;
  const useCli = cli?.endsWith(".js") && existsSync(cli);
  const result = useCli
    ? spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (result.error) fail(`npm could not be run: ${result.error.message}. It comes with Node; is it in PATH?`);
  if (result.status !== 0) {
    fail("npm ci failed; its message is above. Check the connection to the package registry and try again.");
  }
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Two commands in a fresh clone at the same time must not install over each other. */
async function withInstallLock(fn) {
  mkdirSync(dirname(installing), { recursive: true });
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(installing);
      break;
    } catch {
      const age = Date.now() - (statSync(installing, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 600_000) rmSync(installing, { recursive: true, force: true });
      if (waited === 0) console.log("Another command is installing packages; waiting for it ...");
      await sleep(500);
    }
  }
  const release = () => rmSync(installing, { recursive: true, force: true });
  const interrupted = () => {
    release();
    process.exit(130);
  };
  process.once("SIGINT", interrupted);
  process.once("SIGTERM", interrupted);
  process.once("exit", release);
  try {
    fn();
  } finally {
    release();
    process.removeListener("SIGINT", interrupted);
    process.removeListener("SIGTERM", interrupted);
    process.removeListener("exit", release);
  }
}

async function ensureInstalled() {
  if (stampMatches()) return;
  await withInstallLock(() => {
    if (stampMatches()) return;
    if (!installedMatchesLock()) install();
    writeFileSync(stampFile, `${lockHash()}\n`);
  });
}

/** The project's own Node where the registry has one for this platform, else the system's if it is new enough. */
function findNode() {
  const own = join(modules, `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(own) && spawnSync(own, ["--version"], { stdio: "ignore" }).status === 0) return own;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(
    `Referly needs Node 22.18 or newer; this is ${process.versions.node}, and no newer one came with the packages ` +
      `for ${process.platform} ${process.arch}. Install Node 24 and run the command again.`,
  );
}

function readProc(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}

/** The process that started this one and, where that is the shell npm puts between, npm itself. */
function starters() {
  const parent = process.ppid;
  if (!readProc(parent, "cmdline").includes("bootstrap.mjs")) return String(parent);
  const stat = readProc(parent, "stat");
  return `${parent}, ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
}

/** npm's shell passes no signal on: when it or npm is stopped, all that is seen here is that they are gone. */
function whenOrphaned(stop) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const before = starters();
  const timer = setInterval(() => {
    if (starters() === before) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

function run(node, target, args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  // What Node compiled once, TypeScript among it, the next process reads: a quarter of the time to load the app.
  env.NODE_COMPILE_CACHE ??= join(root, ".data", "node-compile-cache");
  // glibc gives each thread a heap of its own, and what one has freed no other uses: some 20 MB of the server.
  env.MALLOC_ARENA_MAX ??= "2";
  env.PATH = [join(modules, ".bin"), dirname(node), env.PATH ?? ""].join(delimiter);
  // Tests bring their own environment: a developer's .env must not change what they see.
  const envPath = join(root, ".env");
  const envFile = target.startsWith("lib/") && existsSync(envPath) ? [`--env-file=${envPath}`] : [];
  // The channel tells the child when this process is killed outright, so that it does not stay behind.
  // Left to itself, V8 lets garbage pile up in proportion to the machine's memory; neither of these needs that.
  // What the server makes for a visit is gone with it. Whatever V8 guesses to last is put among the old at once and keeps
  // all that it points to until they are swept: a third of the collector's time, and pauses of 10 ms.
  const ownHeap = { "lib/runtime/serve.ts": "server-heap.json", "lib/runtime/worker.ts": "worker-heap.json" }[
    target
  ];
  const heap = ownHeap === undefined ? [] : readJson(join(root, "lib/runtime", ownHeap));
  const child = spawn(node, [...heap, ...envFile, join(root, target), ...args], {
    cwd: root,
    env,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  whenOrphaned(() => child.kill("SIGTERM"));
  child.once("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

const [target, ...args] = process.argv.slice(2);
if (target === undefined) fail("usage: node lib/runtime/bootstrap.mjs <file.ts> [arguments]");
await ensureInstalled();
try {
  mendDriver(modules);
} catch (error) {
  fail(error.message);
}
run(findNode(), target, args);
