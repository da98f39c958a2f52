import { type OpenOptions, openDatabase } from "#db/client.ts";
import { sandboxClock, secondMs, systemClock } from "../core/clock.ts";
import type { Env } from "../core/env.ts";
import { createLogger } from "../core/log.ts";
import { deriveSecrets } from "../core/secrets.ts";
import type { Services } from "../core/services.ts";
import { type Identity, openIdentity } from "../identity/index.ts";
import { openQueue } from "../jobs/queue.ts";
import { createWhopPlatform } from "../whop/index.ts";

/** Figures of a part of this process, read by the readiness check: what it wrote, what waits, what was lost. */
export type Gauge = () => Record<string, number | boolean>;

/** What a process that answers people holds open. */
export type AppServices = Services & {
  identity: Identity;
  /** Filled by the parts that have something to say, such as the recorder of clicks. */
  gauges: Map<string, Gauge>;
};

export type OpenServices = AppServices & { close(): Promise<void> };

type ProcessOptions = { name: string } & Pick<OpenOptions, "max" | "beginWithinMs">;

/** A process that people wait for. One that is asked to come back later knows more than one that waits on. */
export const web: ProcessOptions = { name: "web", beginWithinMs: 10 * secondMs };

/** Opens everything a process needs; nothing is reached for until it is used. */
export async function openServices(env: Env, options: ProcessOptions): Promise<OpenServices> {
  const { name, ...pool } = options;
  const log = createLogger(name, env.LOG_LEVEL);
  const sandbox = env.REFERLY_SANDBOX_URL;
  const follower = `${name}-${process.pid}`;
  const followed = sandbox === undefined ? null : sandboxClock(sandbox, follower);
  const db = openDatabase(env.DATABASE_URL, { applicationName: `referly-${name}`, ...pool });
  const queue = openQueue(env.DATABASE_URL, { role: "sender", log });
  const services: Services = {
    db,
    whop: createWhopPlatform({
      apiKey: env.WHOP_API_KEY,
      baseUrl: env.WHOP_API_BASE_URL,
      appId: env.WHOP_APP_ID,
      log,
    }),
    jobs: queue,
    clock: followed ?? systemClock,
    secrets: deriveSecrets(env.REFERLY_SECRET),
    origins: { app: env.APP_ORIGIN, whop: env.WHOP_ORIGINS },
    log,
  };
  const identity = openIdentity(services, { appId: env.WHOP_APP_ID, jwksUrl: env.WHOP_JWKS_URL });
  return {
    ...services,
    identity,
    gauges: new Map(),
    async close() {
      followed?.stop();
      await Promise.all([queue.close(), db.close()]);
    },
  };
}
