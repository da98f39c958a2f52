import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { enqueue, enqueueEach, pendingPayloads } from "#lib/jobs/index.ts";
import { workDead } from "#lib/runtime/work-dead.ts";
import { openWorkshop, workJobs } from "#lib/runtime/work-jobs.ts";
import { asSystem } from "#tests/support/context.ts";
import { makeCompany, makeMember } from "#tests/support/factories.ts";
import { openQueueStage, type QueueStage } from "#tests/support/queue-stage.ts";

let stage: QueueStage;
let services: QueueStage["services"];
let queue: QueueStage["queue"];
let admin: QueueStage["admin"];
let companyId: string;

beforeAll(async () => {
  stage = await openQueueStage();
  ({ services, queue, admin } = stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await admin`DELETE FROM pgboss.job`;
  companyId = (await makeCompany(services)).companyId;
});

const system = () => asSystem(services, companyId);

describe("work that may be done together", () => {
  const kind = "settle-referral";
  const people = (many: number) => Array.from({ length: many }, (_, nth) => `user_${nth}`);
  const sendAll = (whopUserIds: readonly string[]) =>
    transact(system(), (tx, ctx) =>
      enqueueEach(
        ctx,
        tx,
        kind,
        whopUserIds.map((whopUserId) => ({ companyId, whopUserId })),
      ),
    );
  const inQueue = async () => {
    const rows = await admin`
      SELECT state, retry_count AS retries, coalesce(jsonb_array_length(data -> 'each'), 1) AS payloads
      FROM pgboss.job WHERE name = ${kind} ORDER BY created_on, payloads DESC`;
    return rows.map(({ state, retries, payloads }) => `${state} ${payloads}, retries ${retries}`);
  };
  const peopleOf = (jobs: readonly { payload: unknown }[]) =>
    jobs.map(({ payload }) => Object(payload).whopUserId);

  it("goes before the numbers that follow from it, as long as these have not waited for too long", async () => {
    const numbers = "refresh-member-stats";
    const { id: userId } = await makeMember(system());
    await transact(system(), (tx, ctx) => enqueue(ctx, tx, numbers, { companyId, userIds: [userId] }));
    await sendAll(people(120));
    const workshop = openWorkshop(services, queue);
    const rush = workJobs(workshop, kind);
    while (workshop.held.size === 0) await new Promise((resolve) => setImmediate(resolve));
    const gaveWay = workJobs(workshop, numbers);
    workshop.givingWay.set(numbers, performance.now() - 20_000);
    const waitedLong = workJobs(workshop, numbers);
    expect([await gaveWay, await waitedLong]).toEqual([0, 1]);
    expect(await rush).toBe(120);

    await transact(system(), (tx, ctx) => enqueue(ctx, tx, numbers, { companyId, userIds: [userId] }));
    await sendAll(people(20));
    const fewer = workJobs(workshop, kind);
    while (workshop.held.size === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await workJobs(workshop, numbers)).toBe(1);
    expect(await fewer).toBe(20);
  });

  it("and is sent together is few jobs, of which each payload is told, and which end when all of it is done", async () => {
    await sendAll(people(120));
    expect(await inQueue()).toEqual([
      "created 50, retries 0",
      "created 50, retries 0",
      "created 20, retries 0",
    ]);
    expect(await pendingPayloads(system(), kind)).toHaveLength(120);
    expect(await workJobs(openWorkshop(services, queue), kind)).toBe(120);
    expect(new Set((await inQueue()).map((row) => row.split(" ")[0]))).toEqual(new Set(["completed"]));
  });

  it("but whose worker vanished over it is tried one by one from then on", async () => {
    await sendAll(people(3));
    const claimed = await queue.claim(kind, 10);
    expect(peopleOf(claimed)).toEqual(people(3));
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(1);
    const [first] = claimed;
    if (!first) throw new Error("nothing was claimed");
    await queue.fail(kind, first, "presumed dead", 0);
    expect(await workJobs(openWorkshop(services, queue), kind)).toBe(3);
    expect((await inQueue()).toSorted()).toEqual([
      "completed 3, retries 1",
      ...people(3).map(() => "created 1, retries 0"),
    ]);
    expect(peopleOf(await queue.claim(kind, 10)).toSorted()).toEqual(people(3));
  });

  it("and was given up together has all its attempts again, one by one", async () => {
    await sendAll(people(3));
    await admin`UPDATE pgboss.job SET retry_count = retry_limit WHERE name = ${kind}`;
    const [first] = await queue.claim(kind, 10);
    if (!first) throw new Error("nothing was claimed");
    await queue.fail(kind, first, "presumed dead", 0);
    expect(await workDead(openWorkshop(services, queue))).toBe(1);
    expect(await admin`SELECT FROM job_log WHERE company_id = ${companyId}`).toHaveLength(0);
    expect((await queue.claim(kind, 10)).map(({ retryCount, of }) => [retryCount, of])).toEqual(
      people(3).map(() => [0, 1]),
    );
  });
});
