import { loadEnv } from "#lib/core/env.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import { onceOpened } from "#lib/runtime/once-opened.ts";
import { runJobs } from "#lib/runtime/run-jobs.ts";
import { sharedServices } from "#lib/runtime/shared-services.ts";

const runner = onceOpened(async () => {
  const env = loadEnv();
  const services = await sharedServices();
  const queue = openQueue(env.DATABASE_URL, { role: "worker", log: services.log });
  return runJobs({ ...services, jobs: queue }, queue, env.JOBS_SECRET);
});

/** Does the worker's work on hosts that run no worker; their scheduler calls it every minute. */
export async function POST(request: Request): Promise<Response> {
  const run = await runner();
  return run(request);
}
