import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { isJobName, sweepTimers } from "#lib/jobs/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { startSandbox } from "#tests/sandbox/server.ts";
import { addCompany } from "#tests/sandbox/world/arrivals.ts";
import { processInbox } from "#webhooks/process.ts";
import { receiveWebhook } from "#webhooks/receive.ts";
import { asSystem, openTestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import { unique } from "./factories.ts";
import { createPlayer } from "./player.ts";
import { adapterOn, sandboxKeys } from "./whop-sandbox.ts";

export type LossyStage = Awaited<ReturnType<typeof openLossyStage>>;

/**
 * A platform whose webhooks really travel, to an intake on a database, and a worker that does what follows: so that
 * what gets lost on the way is lost. Everybody goes by the platform's clock.
 */
export async function openLossyStage() {
  const database = await createTestDatabase();
  const base = openTestServices(database.appUrl, { max: 8 });
  let receive: ReturnType<typeof receiveWebhook> | null = null;
  const intake = createServer((request, response) => {
    void text(request).then(async (body) => {
      const {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature,
      } = request.headers;
      const answer = await receive?.accept({ id, timestamp, signature }, Buffer.from(body));
      response.writeHead(answer?.status ?? 503).end();
    });
  });
  await new Promise<void>((resolve) => intake.listen(0, "127.0.0.1", resolve));
  const { port } = intake.address() as AddressInfo;
  const appOrigin = `http://localhost:${port}`;
  const sandbox = await startSandbox({ port: 0, appOrigin, ...sandboxKeys, seed: false });
  const { world } = sandbox;
  const services = {
    ...base,
    clock: { now: () => world.clock.now() },
    whop: adapterOn(sandbox.origin),
    origins: { app: appOrigin, whop: [sandbox.origin] },
  };
  receive = receiveWebhook(services, sandboxKeys.webhookSecrets);
  const player = createPlayer(appOrigin, sandbox.origin);
  const settings = (patch: object) => player.sandbox("/sandbox/settings", patch, "PUT");
  // Retries of what arrived are not what is tested, and the limit of calls has tests of its own.
  await settings({ rateLimitPerMinute: 100_000 });

  /** One at a time in the order they were sent, and whatever timer is due. */
  const work = async () => {
    do {
      for (let job = services.jobs.sent.shift(); job; job = services.jobs.sent.shift()) {
        if (!isJobName(job.name)) throw new Error(`Nobody does ${job.name}`);
        await runJob(asSystem(services, String(job.payload.companyId), job.name), job.name, job.payload);
      }
    } while ((await sweepTimers(services)) > 0);
  };
  return {
    services,
    sandbox,
    world,
    player,
    settings,
    database,
    /** A community at the platform, of which the app knows nothing yet. */
    community: () => addCompany(world, unique("Community "), unique("c")),
    work,
    /** Until everything that was sent has arrived and been dealt with. */
    async settle() {
      await player.sandbox("/sandbox/deliveries/flush", {});
      while ((await processInbox(services)).taken > 0);
      await work();
    },
    advance(ms: number) {
      world.clock.set(world.clock.offsetSeconds + ms / 1000);
    },
    async close() {
      intake.close();
      await receive?.close(1_000);
      await services.db.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}
