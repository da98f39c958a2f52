import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import postgres from "postgres";
import { z } from "zod";
import type { TenantTx } from "#db/client.ts";
import type { JobSender } from "../core/context.ts";
import type { Logger } from "../core/log.ts";
import { say, storeTold } from "../core/said.ts";
import { attemptsInAll } from "./backoff.ts";
import { type JobName, jobCatalog, jobNames } from "./catalog.ts";
import { packed, unpacked } from "./packed.ts";

const schema = "pgboss";
const deadJobs = "dead-jobs";
const daySeconds = 86_400;

/**
 * A worker that is gone is noticed when its jobs show no sign of life for `heartbeatSeconds`, at the next look
 * of another worker; the jobs are back in the queue `retryDelay` later. Together that stays under a minute.
 */
const heartbeatSeconds = 15;
const lookEverySeconds = 20;
const wakeEverySeconds = 5;
const afterCrashSeconds = 2;
/** Longest time from a worker's death until its jobs can be taken again; the tests hold it against the promise. */
export const takenUpWithinSeconds =
  heartbeatSeconds + lookEverySeconds + wakeEverySeconds + afterCrashSeconds;

/** One attempt at a job: whoever holds an older one can settle nothing. */
export type Attempt = { id: string; retryCount: number };
/** What is claimed as one job in the queue has one id, and counts how many payloads that is. */
export type ClaimedJob = Attempt & { payload: unknown; of: number };
export type DeadJob = Attempt & {
  payloads: unknown[];
  name: string;
  sourceId: string;
  attempts: number;
  message: string;
};

export type Queue = JobSender & {
  /** The kinds of which at least one job can be claimed now. */
  waiting(): Promise<string[]>;
  claim(name: JobName, limit: number): Promise<ClaimedJob[]>;
  /** Puts each on the queue as a job of its own: what cannot be done with others is tried and counted alone. */
  sendAlone(name: string, payloads: readonly unknown[]): Promise<void>;
  complete(name: JobName, jobs: readonly Attempt[]): Promise<void>;
  /** Back into the queue for another attempt, or to the dead when there is none left. */
  fail(name: JobName, job: Attempt, message: string, afterSeconds: number): Promise<void>;
  /** Shows that these are still worked on; returns the ids of those that are still ours. */
  touch(name: JobName, jobs: readonly Attempt[]): Promise<Set<string>>;
  claimDead(limit: number): Promise<DeadJob[]>;
  buryDead(jobs: readonly Attempt[]): Promise<void>;
  /** Takes back the jobs of workers that are gone and deletes what is past its retention. */
  supervise(): Promise<void>;
  close(): Promise<void>;
};

export type QueueOptions = { role: "sender" | "worker"; log: Logger };

/** Opens the queue with the app's role; the connection is made when it is first needed. */
export function openQueue(appUrl: string, { role, log }: QueueOptions): Queue {
  let opening: Promise<PgBoss> | null = null;
  const open = async () => {
    const boss = new PgBoss({
      connectionString: appUrl,
      schema,
      application_name: `referly-queue-${role}`,
      max: role === "worker" ? 4 : 1,
      connectionTimeoutMillis: 5_000,
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: role === "worker",
      superviseIntervalSeconds: wakeEverySeconds,
      monitorIntervalSeconds: lookEverySeconds,
      maintenanceIntervalSeconds: 3_600,
      // Both need rights that the app's role does not have.
      reindex: false,
      monitorVacuum: false,
    });
    boss.on("error", (error) => log.warn({ error }, "The queue could not reach its database"));
    boss.on("warning", ({ message }) => log.warn({ message }, "The queue warns"));
    try {
      await boss.start();
    } catch (error) {
      await boss.stop({ graceful: false }).catch(() => undefined);
      throw error;
    }
    return boss;
  };
  const ready = (): Promise<PgBoss> => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return {
    async send(tx, name, payloads, { startAfterSeconds } = {}) {
      if (payloads.length === 0) return;
      const jobs = packed(name, payloads).map((data) =>
        startAfterSeconds ? { data, startAfter: startAfterSeconds } : { data },
      );
      await (await ready()).insert(name, jobs, { db: inTransaction(tx) });
    },
    async sendAlone(name, payloads) {
      const jobs = payloads.flatMap((data) => (typeof data === "object" && data !== null ? [{ data }] : []));
      if (jobs.length > 0) await (await ready()).insert(name, jobs);
    },
    async waiting() {
      const { rows } = await (await ready()).getDb().executeSql(
        `SELECT q.name FROM ${schema}.queue q
         WHERE EXISTS (SELECT FROM ${schema}.job_common j
                       WHERE j.name = q.name AND j.state < 'active' AND NOT j.blocked
                         AND j.start_after <= ${schema}.job_now())`,
      );
      return z
        .array(z.object({ name: z.string() }))
        .parse(rows)
        .map(({ name }) => name);
    },
    async claim(name, limit) {
      const jobs = await (await ready()).fetch<unknown>(name, { batchSize: limit });
      return jobs.flatMap(({ id, retryCount, data }) => {
        const payloads = unpacked(data);
        return payloads.map((payload) => ({ id, retryCount, payload, of: payloads.length }));
      });
    },
    async complete(name, jobs) {
      if (jobs.length > 0) await (await ready()).complete(name, attempts(jobs));
    },
    async fail(name, job, message, afterSeconds) {
      const boss = await ready();
      await boss.fail(name, attempts([job]), { message });
      await boss.update({ name, options: { id: job.id, startAfter: afterSeconds } });
    },
    async touch(name, jobs) {
      const answer: object = await (await ready()).touch(name, attempts(jobs));
      return new Set("settled" in answer && Array.isArray(answer.settled) ? answer.settled : []);
    },
    async claimDead(limit) {
      const jobs = await (await ready()).fetch<unknown>(deadJobs, {
        batchSize: limit,
        includeMetadata: true,
      });
      return jobs.map((job) => ({
        id: job.id,
        retryCount: job.retryCount,
        payloads: unpacked(job.data),
        name: job.sourceName ?? "unknown",
        sourceId: job.sourceId ?? job.id,
        attempts: (job.sourceRetryCount ?? 0) + 1,
        message: messageOf(job.sourceOutput),
      }));
    },
    async buryDead(jobs) {
      if (jobs.length > 0) await (await ready()).complete(deadJobs, attempts(jobs));
    },
    async supervise() {
      await (await ready()).supervise();
    },
    async close() {
      const boss = await opening?.catch(() => null);
      opening = null;
      await boss?.stop({ graceful: false });
    },
  };
}

/** Makes the queue's schema and its queues, as the database's owner. Repeatable; part of every migration run. */
export async function prepareQueue(adminUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: adminUrl, schema, max: 1, schedule: false, supervise: false });
  // A fault here rejects the call that met it; the event says the same again.
  boss.on("error", () => undefined);
  try {
    await boss.start();
    const known = new Set((await boss.getQueues()).map((queue) => queue.name));
    const keep = { retentionSeconds: 90 * daySeconds, deleteAfterSeconds: 30 * daySeconds };
    const lives = { heartbeatSeconds, retryDelay: afterCrashSeconds, retryBackoff: false };
    const ensure = (name: string, options: Parameters<PgBoss["createQueue"]>[1]) =>
      known.has(name) ? boss.updateQueue(name, options) : boss.createQueue(name, options);
    await ensure(deadJobs, { ...keep, ...lives, retryLimit: 1_000, expireInSeconds: 120 });
    for (const name of jobNames) {
      await ensure(name, {
        ...keep,
        ...lives,
        retryLimit: attemptsInAll - 1,
        expireInSeconds: jobCatalog[name].expireSeconds,
        deadLetter: deadJobs,
      });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  await fitQueue(adminUrl);
}

/**
 * The app's rights; no statistics of which kinds of jobs are frequent: in a rush a kind of which there were none has
 * thousands, and as long as the planner believes yesterday's none, it has every claim read all of them; none of
 * documents, which nobody compares; and an index of what is being worked on, which is looked through for vanished
 * workers, however much waits beside it.
 */
async function fitQueue(adminUrl: string): Promise<void> {
  const client = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await client.unsafe(`
      ALTER TABLE ${schema}.job_common ALTER COLUMN name SET STATISTICS 0,
        ALTER COLUMN data SET STATISTICS 0, ALTER COLUMN output SET STATISTICS 0;
      CREATE INDEX IF NOT EXISTS job_common_active ON ${schema}.job_common (name) WHERE state = 'active';
      GRANT USAGE ON SCHEMA ${schema} TO referly_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO referly_app;
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO referly_app;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO referly_app;
    `);
  } finally {
    await client.end({ timeout: 5 });
  }
}

function inTransaction(tx: TenantTx) {
  return fromDrizzle(tx, sql);
}

function attempts(jobs: readonly Attempt[]): Attempt[] {
  return jobs.map(({ id, retryCount }) => ({ id, retryCount }));
}

/** What the queue kept of the last failure: our own {message}, or its word for a worker that vanished. */
function messageOf(output: unknown): string {
  const kept = Object(output);
  if (typeof kept.message === "string") return kept.message;
  return storeTold(say(typeof kept.value === "object" ? "stuck.vanished" : "stuck.noMessage"));
}
