import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import {
  enqueue,
  enqueueEach,
  getHealth,
  listStuckWork,
  replayWork,
  schedule,
  sweepTimers,
  unschedule,
} from "#lib/jobs/index.ts";
import { openQueue, prepareQueue } from "#lib/jobs/queue.ts";
import { workDead } from "#lib/runtime/work-dead.ts";
import { openWorkshop, workJobs } from "#lib/runtime/work-jobs.ts";
import { asSystem } from "#tests/support/context.ts";
import { asMember, asOwner, makeCompany, makeMember, unique } from "#tests/support/factories.ts";
import { inWords } from "#tests/support/in-words.ts";
import { openQueueStage, type QueueStage } from "#tests/support/queue-stage.ts";

const log = createLogger("test", "silent");
const name = "refresh-profile";

let stage: QueueStage;
let database: QueueStage["database"];
let testServices: QueueStage["testServices"];
let services: QueueStage["services"];
let queue: QueueStage["queue"];
let admin: QueueStage["admin"];
let companyId: string;

beforeAll(async () => {
  stage = await openQueueStage();
  ({ database, testServices, services, queue, admin } = stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await admin`DELETE FROM pgboss.job`;
  companyId = (await makeCompany(services)).companyId;
});

const system = () => asSystem(services, companyId);
const send = (whopUserId: string, startAfterSeconds?: number) =>
  transact(system(), (tx, ctx) =>
    enqueue(
      ctx,
      tx,
      name,
      { companyId, whopUserId },
      startAfterSeconds === undefined ? {} : { startAfterSeconds },
    ),
  );
const waiting = async () => {
  const [row] =
    await admin`SELECT count(*)::int AS many FROM pgboss.job WHERE name = ${name} AND state < 'active'`;
  return row?.many;
};

describe("a job", () => {
  it("is there when its transaction commits, and only then", async () => {
    await transact(system(), async (tx, ctx) => {
      await enqueue(ctx, tx, name, { companyId, whopUserId: "user_1" });
      expect(await waiting()).toBe(0);
    });
    expect(await waiting()).toBe(1);
    await expect(
      transact(system(), async (tx, ctx) => {
        await enqueue(ctx, tx, name, { companyId, whopUserId: "user_2" });
        throw new Error("rolled back");
      }),
    ).rejects.toThrow("rolled back");
    expect(await waiting()).toBe(1);
  });

  it("of another company, or with a payload that the catalog refuses, is not sent", async () => {
    const other = { companyId: "biz_other", whopUserId: "user_1" };
    await expect(transact(system(), (tx, ctx) => enqueue(ctx, tx, name, other))).rejects.toThrow(
      "another company",
    );
    await expect(
      transact(system(), (tx, ctx) => enqueue(ctx, tx, name, { companyId, whopUserId: "" })),
    ).rejects.toThrow();
    expect(await waiting()).toBe(0);
  });

  it("is claimed by one of several workers at once", async () => {
    await transact(system(), (tx, ctx) =>
      enqueueEach(
        ctx,
        tx,
        name,
        Array.from({ length: 60 }, (_, nth) => ({ companyId, whopUserId: `user_${nth}` })),
      ),
    );
    const claims = await Promise.all(Array.from({ length: 8 }, () => queue.claim(name, 10)));
    const ids = claims.flat().map((job) => job.id);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
  });

  it("that is to wait is neither announced nor claimed before its time", async () => {
    await send("user_later", 3_600);
    expect(await queue.waiting()).not.toContain(name);
    expect(await queue.claim(name, 10)).toEqual([]);
  });

  it("that can be claimed is announced until it is", async () => {
    await send("user_now");
    expect(await queue.waiting()).toContain(name);
    await queue.claim(name, 10);
    expect(await queue.waiting()).not.toContain(name);
  });

  it("whose attempt was overtaken can be settled by the later attempt only", async () => {
    await send("user_zombie");
    const [zombie] = await queue.claim(name, 1);
    if (!zombie) throw new Error("nothing was claimed");
    await queue.fail(name, zombie, "presumed dead", 0);
    const [heir] = await queue.claim(name, 1);
    expect(heir).toMatchObject({ id: zombie.id, retryCount: 1 });
    await queue.complete(name, [zombie]);
    await queue.fail(name, zombie, "late word", 0);
    expect(await queue.touch(name, [zombie])).toEqual(new Set());
    const [row] = await admin`SELECT state FROM pgboss.job WHERE id = ${zombie.id}`;
    expect(row?.state).toBe("active");
    if (heir) expect(await queue.touch(name, [heir])).toEqual(new Set([zombie.id]));
  });
});

describe("work on jobs", () => {
  it("that are equal and wait together is done once for all of them", async () => {
    const whopUserId = unique("user_");
    for (let again = 0; again < 5; again++) await send(whopUserId);
    let asked = 0;
    const counting = {
      ...services,
      whop: {
        ...services.whop,
        async getUser() {
          asked += 1;
          return { userId: whopUserId, username: null, name: "Nora", avatarUrl: null };
        },
      },
    };
    expect(await workJobs(openWorkshop(counting, queue), name)).toBe(5);
    expect(asked).toBe(1);
    const rows = await admin`SELECT DISTINCT state FROM pgboss.job WHERE name = ${name}`;
    expect(rows.map((row) => row.state)).toEqual(["completed"]);
  });

  it("that fails comes back after a pause, is told to the owner when it recovers or dies, and can be replayed", async () => {
    const owner = asOwner(services, companyId, await makeMember(system()));
    const member = asMember(services, companyId, await makeMember(system()));
    await send("user_troubled");
    const workshop = openWorkshop(services, queue);
    // Whop cannot be reached in this test, so each attempt fails.
    expect(await workJobs(workshop, name)).toBe(1);
    const [first] =
      await admin`SELECT start_after - now() AS pause, retry_count FROM pgboss.job WHERE name = ${name}`;
    expect(await workJobs(workshop, name)).toBe(0);
    expect((await getHealth(owner)).jobs).toEqual({ failing: 1, dead: 0 });
    expect(String(first?.pause)).toMatch(/^00:00:0[3-6]/);
    for (let attempt = 2; attempt <= 10; attempt++) {
      await admin`UPDATE pgboss.job SET start_after = now() WHERE name = ${name} AND state = 'retry'`;
      expect(await workJobs(workshop, name)).toBe(1);
    }
    expect(await workDead(workshop)).toBe(1);
    expect((await getHealth(owner)).jobs).toEqual({ failing: 0, dead: 1 });
    const [stuck] = await listStuckWork(owner);
    expect(inWords(stuck)).toMatchObject({
      kind: "job",
      title: `Job ${name}`,
      action: "replay",
      reason: expect.stringContaining("Whop"),
    });
    if (!stuck) throw new Error("nothing is stuck");
    const replay = { kind: "job" as const, id: stuck.id };
    await expect(replayWork(member, replay)).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await makeCompany(services);
    await expect(replayWork(stranger.system, replay)).rejects.toMatchObject({ code: "not_found" });
    await replayWork(owner, replay);
    await expect(replayWork(owner, replay)).rejects.toMatchObject({ code: "conflict" });
    expect(await listStuckWork(owner)).toEqual([]);
    const [again] = await queue.claim(name, 10);
    expect(again).toMatchObject({ retryCount: 0, payload: { companyId, whopUserId: "user_troubled" } });
    const audit = await admin`SELECT action, subject_id FROM audit_logs WHERE company_id = ${companyId}`;
    expect(audit).toContainEqual({ action: "job.replayed", subject_id: stuck.id });
  });

  it("does not begin when the worker stops, and its jobs are free for others at once", async () => {
    await send("user_left");
    const workshop = openWorkshop(services, queue);
    workshop.isStopping = true;
    await workJobs(workshop, name);
    expect(await queue.claim(name, 10)).toHaveLength(1);
  });

  it("shows its progress and its end in the job log, for jobs that somebody waits for", async () => {
    const owner = asOwner(services, companyId, await makeMember(system()));
    await transact(system(), (tx, ctx) => enqueue(ctx, tx, "process-parked", { companyId }));
    await workJobs(openWorkshop(services, queue), "process-parked");
    const rows =
      await admin`SELECT name, state, attempt, finished_at FROM job_log WHERE company_id = ${owner.companyId}`;
    expect(rows).toMatchObject([{ name: "process-parked", state: "completed", attempt: 1 }]);
  });
});

describe("a timer", () => {
  const timer = (key: string, seconds: number, keep?: "new" | "earliest" | "latest") =>
    transact(system(), (tx, ctx) =>
      schedule(ctx, tx, {
        job: name,
        key,
        dueAt: new Date(testServices.clock.now().getTime() + seconds * 1_000),
        payload: { companyId, whopUserId: "user_t" },
        ...(keep ? { keep } : {}),
      }),
    );
  const dueIn = async (key: string) => {
    const [row] = await admin`SELECT due_at FROM timers WHERE company_id = ${companyId} AND key = ${key}`;
    return row ? (row.due_at.getTime() - testServices.clock.now().getTime()) / 1_000 : null;
  };

  it("becomes a job when the app's clock says so, once, however many workers look", async () => {
    for (let nth = 0; nth < 20; nth++) await timer(`k${nth}`, 86_400 * 7);
    expect(await sweepTimers(services)).toBe(0);
    testServices.clock.advance(86_400 * 7 * 1_000);
    const swept = await Promise.all(Array.from({ length: 5 }, () => sweepTimers(services, 6)));
    let total = swept.reduce((sum, many) => sum + many, 0);
    for (let many = 1; many > 0; total += many) many = await sweepTimers(services);
    expect(total).toBe(20);
    expect(await waiting()).toBe(20);
  });

  it("moves to the new instant, or to the earlier or later one, as it is told", async () => {
    await timer("a", 100);
    await timer("a", 50, "earliest");
    expect(await dueIn("a")).toBe(50);
    await timer("a", 70, "earliest");
    expect(await dueIn("a")).toBe(50);
    await timer("a", 70, "latest");
    expect(await dueIn("a")).toBe(70);
    await timer("a", 10);
    expect(await dueIn("a")).toBe(10);
    await transact(system(), (tx, ctx) => unschedule(ctx, tx, { job: name, key: "a" }));
    expect(await dueIn("a")).toBeNull();
  });
});

it("preparing the queue again changes nothing and keeps what waits in it", async () => {
  await send("user_kept");
  await prepareQueue(database.adminUrl);
  expect(await waiting()).toBe(1);
});

it("the app's role can use the queue and not change its shape", async () => {
  const app = postgres(database.appUrl, { max: 1, onnotice: () => {} });
  for (const statement of [
    "DROP TABLE pgboss.job",
    "TRUNCATE pgboss.job",
    "ALTER TABLE pgboss.queue ADD COLUMN x int",
  ]) {
    await expect(app.unsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
  }
  await app.end();
});

it("a queue whose database is away says so when it is used, and works when the database is back", async () => {
  const away = openQueue(database.appUrl.replace(/:\d+\//, ":9/"), { role: "sender", log });
  await expect(away.claim(name, 1)).rejects.toThrow();
  await away.close();
  await sleep(10);
  expect(await queue.claim(name, 1)).toEqual([]);
});
