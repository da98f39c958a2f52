import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { secondMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import type { Services } from "#lib/core/services.ts";
import { enqueueEach } from "#lib/jobs/index.ts";
import { openWorkshop, workJobs } from "#lib/runtime/work-jobs.ts";
import { createWhopPlatform } from "#lib/whop/index.ts";
import { asSystem } from "#tests/support/context.ts";
import { makeCompany, unique } from "#tests/support/factories.ts";
import { openQueueStage, type QueueStage } from "#tests/support/queue-stage.ts";

const log = createLogger("test", "silent");
const name = "refresh-profile";
const jobs = 25;

let stage: QueueStage;
let testServices: QueueStage["testServices"];
let queue: QueueStage["queue"];
let admin: QueueStage["admin"];
let companyId: string;

beforeAll(async () => {
  stage = await openQueueStage();
  ({ testServices, queue, admin } = stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await admin`DELETE FROM pgboss.job`;
  companyId = (await makeCompany(testServices)).companyId;
});

/** A worker whose Whop is an address where nobody listens, and whose breaker's time is ours. */
function workerWithoutWhop() {
  let now = 0;
  const whop = createWhopPlatform({
    apiKey: "nobody_asks_for_this_key",
    appId: "app_referlytests",
    baseUrl: "http://127.0.0.1:9/api/v1",
    log,
    timers: { now: () => now, sleep: async () => {} },
  });
  const services: Services = { ...testServices, jobs: queue, whop };
  const workshop = openWorkshop(services, queue);
  return {
    services,
    work: () => workJobs(workshop, name),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

async function untouched(): Promise<number> {
  const [row] = await admin<{ many: number }[]>`
    SELECT count(*)::int AS many FROM pgboss.job WHERE name = ${name} AND state = 'created' AND retry_count = 0`;
  return row?.many ?? 0;
}

it("jobs that only ask Whop stay in the queue while it does not answer, and one at a time finds out", async () => {
  const { services, work, pass } = workerWithoutWhop();
  const payloads = Array.from({ length: jobs }, () => ({ companyId, whopUserId: unique("user") }));
  await transact(asSystem(services, companyId), (tx, ctx) => enqueueEach(ctx, tx, name, payloads));

  const taken = await work();
  expect(taken).toBeGreaterThan(0);
  expect(await untouched()).toBe(jobs - taken);
  expect(await work()).toBe(0);
  expect(await work()).toBe(0);
  expect(await untouched()).toBe(jobs - taken);

  pass(2 * secondMs);
  expect(await work()).toBe(1);
  expect(await work()).toBe(0);
  expect(await untouched()).toBe(jobs - taken - 1);
});
