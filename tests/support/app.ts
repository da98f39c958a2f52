import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePort } from "#lib/runtime/ports.ts";
import { startSandbox } from "#tests/sandbox/server.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export type RunningApp = {
  origin: string;
  sandbox: Awaited<ReturnType<typeof startSandbox>>;
  database: TestDatabase;
  env: NodeJS.ProcessEnv;
  /** Restarts one of the app's processes as its supervisor would; with a port of its own, starts another server. */
  start(entry: "serve" | "worker", args?: string[], port?: number): Promise<ChildProcess>;
  /** By entry, for further servers with their port: `serve`, `worker`, `serve:4711`. */
  processes: Map<string, ChildProcess>;
  logs(): string;
  stop(): Promise<void>;
};

export type AppOptions = {
  /** Also answer pages (needs `next build`); the API, the links and the webhooks never need it. */
  pages?: boolean;
  worker?: boolean;
  /** A migrated database of the test's own, which the app drops at its end. */
  database?: TestDatabase;
  logLevel?: "warn" | "trace";
};

const webhookSecret = `ws_${"5a".repeat(32)}`;

/** The app as it runs in production: serve and worker as processes, with a sandbox of its own. */
export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const database = options.database ?? (await createTestDatabase());
  const mainPort = await findFreePort();
  const origin = `http://localhost:${mainPort}`;
  const keys = { apiKey: "sandbox_api_key_for_tests", appId: "app_referlysandbox" };
  const sandbox = await startSandbox({
    port: 0,
    appOrigin: origin,
    ...keys,
    webhookSecrets: [webhookSecret],
    seed: true,
  });
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_ENV: "production",
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    WHOP_API_KEY: keys.apiKey,
    WHOP_APP_ID: keys.appId,
    WHOP_API_BASE_URL: `${sandbox.origin}/api/v1`,
    WHOP_JWKS_URL: `${sandbox.origin}/.well-known/jwks.json`,
    WHOP_WEBHOOK_SECRET: webhookSecret,
    WHOP_ORIGINS: sandbox.origin,
    APP_ORIGIN: origin,
    REFERLY_SECRET: "a-secret-for-tests-that-is-long-enough-0123",
    JOBS_SECRET: "another-secret-for-tests-long-enough-4567",
    REFERLY_SANDBOX_URL: sandbox.origin,
    PORT: String(mainPort),
    LOG_LEVEL: options.logLevel ?? "warn",
  };
  const output: string[] = [];
  const processes = new Map<string, ChildProcess>();

  const start = async (entry: "serve" | "worker", args: string[] = [], port = mainPort) => {
    const child = spawn(process.execPath, [`lib/runtime/${entry}.ts`, ...args], {
      env: { ...env, PORT: String(port) },
      // The channel tells it when the tests are gone, so that it does not stay behind.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk) => output.push(`${entry}: ${chunk}`));
    processes.set(port === mainPort ? entry : `${entry}:${port}`, child);
    if (entry === "serve") await waitUntilReady(`http://localhost:${port}`, child, output);
    return child;
  };

  const stop = async () => {
    await Promise.all([...processes.values()].map(stopProcess));
    await sandbox.stop();
    await database.drop();
  };
  try {
    await start("serve", options.pages ? [] : ["--no-pages"]);
    if (options.worker !== false) await start("worker");
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    origin,
    sandbox,
    database,
    env,
    start,
    processes,
    logs: () => output.join(""),
    stop,
  };
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await once(child, "exit");
  clearTimeout(timer);
}

async function waitUntilReady(origin: string, child: ChildProcess, output: string[]): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${origin}/api/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the app did not become ready:\n${output.join("").slice(-4_000)}`);
}
