import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { ROOT } from "./root.ts";

export type Child = {
  name: string;
  logFile: string;
  process: ChildProcess;
  /** Resolves when the process is gone, however it ended. */
  ended: Promise<string>;
};

export type ChildOptions = {
  name: string;
  args: string[];
  env: Record<string, string | undefined>;
  logFile: string;
};

/** The app's NODE_ENV decides what Next loads, so every caller says which one it means. */
export function childEnvironment(
  values: Record<string, string | undefined>,
  production: boolean,
): NodeJS.ProcessEnv {
  return { ...values, NODE_ENV: production ? "production" : "development" };
}

/**
 * A Node process whose output goes to a file. It leads a group of its own, so Ctrl-C in a terminal reaches
 * only us and we decide the order; the channel tells it when we were killed.
 */
export function startChild({ name, args, env, logFile }: ChildOptions): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: childEnvironment(env, env.NODE_ENV !== "development"),
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
  return { name, logFile, process: child, ended };
}

export function lastLines(logFile: string, count = 20): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already, which is what was wanted.
  }
}

/** Asks politely, waits, then ends whatever of its group is left. */
export async function stopChild(child: Child, withinMs = 15_000): Promise<void> {
  if (child.process.exitCode === null && child.process.signalCode === null) child.process.kill("SIGTERM");
  const timer = setTimeout(() => signalGroup(child.process, "SIGKILL"), withinMs);
  await child.ended;
  clearTimeout(timer);
  signalGroup(child.process, "SIGKILL");
}

/** Runs to its end. @throws Error with the last lines of its output unless it ends well */
export async function runToEnd(options: ChildOptions, track?: (child: Child) => void): Promise<void> {
  const child = startChild(options);
  track?.(child);
  const end = await child.ended;
  if (end === "exit code 0") return;
  throw new Error(
    `${options.name} failed (${end}):\n${lastLines(options.logFile)}\n(all of it: ${options.logFile})`,
  );
}
