import { constants, getPriority, setPriority } from "node:os";
import { ConfigurationError, loadEnv } from "../core/env.ts";
import { openQueue } from "../jobs/queue.ts";
import { onStop } from "./lifecycle.ts";
import { openServices } from "./services.ts";
import { startWorker } from "./start-worker.ts";
import { workerConnections } from "./work-jobs.ts";

const stopWithinMs = 10_000;

async function main(): Promise<void> {
  // Where both share a machine, people and Whop wait for the server, and nobody for the worker.
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL);
  const env = loadEnv();
  const services = await openServices(env, { name: "worker", max: workerConnections });
  const { log } = services;
  const queue = openQueue(env.DATABASE_URL, { role: "worker", log });
  const worker = startWorker(services, queue);
  onStop(async (reason) => {
    log.info({ reason }, "The worker stops");
    await worker.stop(stopWithinMs);
    await queue.close();
    await services.close();
  });
  log.info({}, "The worker runs");
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
