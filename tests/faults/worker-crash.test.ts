import { once } from "node:events";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import { enqueueEach } from "#lib/jobs/index.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { asSystem, openTestServices } from "#tests/support/context.ts";
import { makeCompany } from "#tests/support/factories.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";

const name = "refresh-profile";
const jobs = 6;

let app: RunningApp;
let play: Player;
let admin: postgres.Sql;
beforeAll(async () => {
  app = await startApp({ worker: false });
  play = createPlayer(app.origin, app.sandbox.origin);
  admin = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin?.end();
  await app?.stop();
});

const inState = async (state: string) =>
  admin<{ id: string; retry_count: number }[]>`
    SELECT id, retry_count FROM pgboss.job WHERE name = ${name} AND state = ${state} ORDER BY id`;

it("jobs of a worker that is killed are taken up again by another, and what the dead one still says is not heard", async () => {
  const services = { ...openTestServices(app.database.appUrl) };
  const queue = openQueue(app.database.appUrl, { role: "sender", log: createLogger("test", "silent") });
  const { companyId } = await makeCompany(services);
  const people = await Promise.all(Array.from({ length: jobs }, (_, nth) => play.newPerson(`Member ${nth}`)));
  await transact(asSystem({ ...services, jobs: queue }, companyId), (tx, ctx) =>
    enqueueEach(
      ctx,
      tx,
      name,
      people.map(({ id }) => ({ companyId, whopUserId: id })),
    ),
  );

  // Whop does not answer, so that the worker dies while it waits.
  await play.sandbox("/sandbox/settings", { faults: [{ match: "*", kind: "timeout" }] }, "PUT");
  const worker = await app.start("worker");
  const held = await play.eventually(
    () => inState("active"),
    (rows) => rows.length === jobs,
  );
  worker.kill("SIGKILL");
  await once(worker, "exit");
  await play.sandbox("/sandbox/settings", { faults: [] }, "PUT");
  expect(await inState("active")).toEqual(held);

  // As if the sign of life, and the last look for one, were long enough ago; how long that is, is asserted where
  // the queue is tested.
  await admin`UPDATE pgboss.queue SET monitor_on = monitor_on - interval '1 minute'`;
  await admin`UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE name = ${name}`;
  await app.start("worker");
  const done = await play.eventually(
    () => inState("completed"),
    (rows) => rows.length === jobs,
    40,
  );
  expect(done.map(({ id }) => id)).toEqual(held.map(({ id }) => id));
  for (const job of done) expect(job.retry_count).toBe(1);

  const late = held.map(({ id }) => ({ id, retryCount: 0 }));
  await queue.complete(name, late);
  for (const job of late) await queue.fail(name, job, "late word", 0);
  expect(await inState("completed")).toEqual(done);
  await queue.close();
  await services.db.close();
});
