import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { EnvSource } from "#lib/core/env.ts";
import { sandboxDefaults, withSandboxDefaults } from "./defaults.ts";
import { isPortFree } from "./ports.ts";
import { ROOT } from "./root.ts";

export type StartSettings = {
  fresh: boolean;
  dev: boolean;
  dataDir: string;
  port: number;
  sandboxPort: number;
  appOrigin: string;
  sandboxOrigin: string;
  /** What every process gets, the database's addresses excepted. */
  env: Record<string, string>;
};

const USAGE = `usage: npm start [-- --fresh] [--dev]
  --fresh  remove what earlier starts kept and begin again
  --dev    compile pages as they are asked for, instead of building them first (npm run dev)`;

export class StartError extends Error {}

function readArguments(argv: readonly string[]): { fresh: boolean; dev: boolean } {
  try {
    const options = { fresh: { type: "boolean" }, dev: { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...argv], options });
    return { fresh: values.fresh ?? false, dev: values.dev ?? false };
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function readPort(source: EnvSource, name: string, fallback: number): number {
  const text = source[name]?.trim() || String(fallback);
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_534) return port;
  throw new StartError(`${name} must be a number from 1 to 65534; it is "${text}".`);
}

export function readStartSettings(source: EnvSource, argv: readonly string[]): StartSettings {
  const { fresh, dev } = readArguments(argv);
  const port = readPort(source, "PORT", 3000);
  const sandboxPort = readPort(source, "SANDBOX_PORT", 3100);
  if (port === sandboxPort || port === sandboxPort + 1) {
    throw new StartError(
      `PORT (${port}) must differ from SANDBOX_PORT (${sandboxPort}) and from the port after it, which the sandbox's proxy takes.`,
    );
  }
  const dataDir = resolve(ROOT, source.REFERLY_DATA_DIR?.trim() || ".referly");
  const defaults = sandboxDefaults();
  const env = withSandboxDefaults(source);
  const sandboxOrigin = `http://localhost:${sandboxPort}`;
  // A copied .env.example names the usual ports; only an address of one's own is meant.
  const appOrigin =
    env.APP_ORIGIN === undefined || env.APP_ORIGIN === defaults.APP_ORIGIN
      ? `http://localhost:${port}`
      : env.APP_ORIGIN;
  return {
    fresh,
    dev,
    dataDir,
    port,
    sandboxPort,
    appOrigin,
    sandboxOrigin,
    env: {
      ...env,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_PUBLIC_WHOP_APP_ID: env.NEXT_PUBLIC_WHOP_APP_ID ?? env.WHOP_APP_ID ?? "",
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      REFERLY_DATA_DIR: dataDir,
      APP_ORIGIN: appOrigin,
      WHOP_ORIGINS: `${sandboxOrigin},http://127.0.0.1:${sandboxPort}`,
      WHOP_API_BASE_URL: `${sandboxOrigin}/api/v1`,
      WHOP_JWKS_URL: `${sandboxOrigin}/.well-known/jwks.json`,
      REFERLY_SANDBOX_URL: sandboxOrigin,
    },
  };
}

/** Said before anything is started, with the variable that cures it. */
export async function assertPortsFree(settings: StartSettings): Promise<void> {
  const needed = [
    { port: settings.port, what: "the app", variable: "PORT" },
    { port: settings.sandboxPort, what: "the sandbox", variable: "SANDBOX_PORT" },
    { port: settings.sandboxPort + 1, what: "the sandbox's proxy", variable: "SANDBOX_PORT" },
  ];
  for (const { port, what, variable } of needed) {
    if (await isPortFree(port)) continue;
    throw new StartError(
      `Port ${port}, which ${what} needs, is taken by another program. Stop it, or choose another with ${variable}, ` +
        `for example: ${variable}=${port + 1000} npm start`,
    );
  }
}
