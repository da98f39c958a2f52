import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { secondMs } from "../core/clock.ts";
import type { JobSender } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say, storeTold } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import { toldOfError } from "../core/told-of-error.ts";
import type { JobLane, JobName, PieceOfWork, Run } from "../jobs/index.ts";
import {
  jobCatalog,
  logProgress,
  logRecovery,
  logRun,
  mostPacked,
  pauseAfter,
  piecesOfWork,
} from "../jobs/index.ts";
import type { Attempt, ClaimedJob, Queue } from "../jobs/queue.ts";
import { WhopError } from "../whop/index.ts";
import { companyOfJob, runJobs } from "../workflows/index.ts";
import { type GivingWay, givesWay, type Taken } from "./give-way.ts";
import { createLimit, type Limit } from "./limit.ts";

/** What the loops of a worker share: the queue, and how many jobs of a lane run at once. */
export type Workshop = {
  services: Services;
  queue: Queue;
  limits: Record<JobLane, Limit>;
  /** Jobs of these kinds have just been committed. */
  wake(names: Iterable<string>): void;
  /** Jobs that are claimed and not settled yet. */
  held: Set<HeldBatch>;
  givingWay: GivingWay;
  /** Nothing new is begun any more. */
  isStopping: boolean;
};

type HeldBatch = Taken & { jobs: Map<string, Attempt> };

/**
 * As many swift jobs as there are processors: they are the database's work, and what runs beside it on a small machine
 * waits for it. With the inbox and the timers beside them, these fit the worker's pool of connections.
 */
const atOnce: Record<JobLane, number> = { swift: Math.min(Math.max(availableParallelism(), 2), 5), slow: 3 };
export const workerConnections = 12;

export function openWorkshop(services: Services, queue: Queue, wake: Workshop["wake"] = () => {}): Workshop {
  const limits = { swift: createLimit(atOnce.swift), slow: createLimit(atOnce.slow) };
  return { services, queue, limits, wake, held: new Set(), givingWay: new Map(), isStopping: false };
}

const showLifeEveryMs = 5 * secondMs;
/** Finished jobs of a batch are settled together, but do not wait long for slower neighbours. */
const completeEveryMs = 200;

/** A sender that remembers which kinds of jobs it sent, to wake their workers once the transaction is committed. */
export function rememberingSender(queue: Queue): JobSender & { sent: Set<string> } {
  const sent = new Set<string>();
  return {
    sent,
    async send(tx, name, payloads, options) {
      if (!options?.startAfterSeconds) sent.add(name);
      await queue.send(tx, name, payloads, options);
    },
  };
}

/** Takes a batch of one kind of jobs and does them; returns how many payloads it took. */
export async function workJobs(workshop: Workshop, name: JobName): Promise<number> {
  const { queue } = workshop;
  const { lane } = jobCatalog[name];
  if (givesWay(name, workshop.held, workshop.givingWay)) return 0;
  const claimed = await take(workshop, name);
  if (claimed.length === 0) return 0;
  const jobs = new Map(claimed.map((job) => [job.id, job]));
  const batch: HeldBatch = { name, jobs, payloads: claimed.length };
  const left = new Map(claimed.map(({ id, of }) => [id, of]));
  workshop.held.add(batch);
  const showLife = setInterval(() => {
    queue.touch(name, [...batch.jobs.values()]).catch(() => undefined);
  }, showLifeEveryMs);
  let done: Attempt[] = [];
  let since = performance.now();
  const complete = async () => {
    const ready = done;
    done = [];
    since = performance.now();
    await queue.complete(name, ready);
    for (const job of ready) batch.jobs.delete(job.id);
  };
  const end = (job: ClaimedJob) => {
    const more = (left.get(job.id) ?? 1) - 1;
    left.set(job.id, more);
    if (more === 0) done.push(job);
  };
  try {
    // One of those that were together may have ended their worker: from now on each is alone.
    const cameBack = ({ of, retryCount }: ClaimedJob) => of > 1 && retryCount > 0;
    const again = claimed.filter(cameBack);
    await queue.sendAlone(
      name,
      again.map(({ payload }) => payload),
    );
    for (const job of again) end(job);
    const fresh = claimed.filter((job) => !cameBack(job));
    const work = async (piece: PieceOfWork<ClaimedJob>) => {
      if (workshop.isStopping) return;
      const ended = await doPiece(workshop, name, piece);
      for (const job of piece.jobs) {
        if (ended.has(job)) end(job);
        else batch.jobs.delete(job.id);
      }
      if (performance.now() - since > completeEveryMs) await complete();
    };
    await Promise.all(piecesOfWork(name, fresh).map((piece) => workshop.limits[lane](() => work(piece))));
    await complete();
    if (workshop.isStopping) await release(workshop, batch);
  } finally {
    clearInterval(showLife);
    workshop.held.delete(batch);
  }
  return claimed.length;
}

/**
 * A job may be one payload or many, which is known when it has been claimed. So a few are asked for first and then
 * more: who comes next need not wait for much more than a batch.
 */
async function take(workshop: Workshop, name: JobName): Promise<ClaimedJob[]> {
  const most = mostToTake(workshop, name);
  const claimed: ClaimedJob[] = [];
  for (let ask = Math.ceil(most / mostPacked(name)); claimed.length < most; ask *= 2) {
    const jobs = await workshop.queue.claim(name, Math.min(ask, most - claimed.length));
    claimed.push(...jobs);
    if (new Set(jobs.map(({ id }) => id)).size < ask) break;
  }
  return claimed;
}

/** While Whop does not answer, what can do nothing without it stays where it is; one job now and then finds out. */
function mostToTake({ services }: Workshop, name: JobName): number {
  const { batchSize, waitsForWhop } = jobCatalog[name];
  const circuit = waitsForWhop ? services.whop.circuit() : "closed";
  return circuit === "open" ? 0 : circuit === "half_open" ? 1 : batchSize;
}

/** Gives claimed jobs back for other workers to take at once. */
export async function release({ queue }: Workshop, { name, jobs }: HeldBatch): Promise<void> {
  for (const job of jobs.values()) await queue.fail(name, job, "Its worker was stopped.", 0);
}

/** Returns the jobs that are done, or sent again alone; those that failed are settled with the queue here. */
async function doPiece(
  workshop: Workshop,
  name: JobName,
  { payloads, jobs, parts }: PieceOfWork<ClaimedJob>,
): Promise<Set<ClaimedJob>> {
  const [first] = jobs;
  if (!first) return new Set();
  try {
    await runOnce(workshop, name, payloads, jobs);
    return new Set(jobs);
  } catch (error) {
    // What failed together is tried in halves until it stands alone, so that one cannot hold up the rest.
    if (parts.length > 0) {
      const ended = new Set<ClaimedJob>();
      for (const part of parts) for (const job of await doPiece(workshop, name, part)) ended.add(job);
      return ended;
    }
    const [single, ...others] = jobs.filter(({ of }) => of === 1);
    if (single) await settleFailure(workshop, name, [single, ...others], error);
    else await workshop.queue.sendAlone(name, [first.payload]);
    return new Set(jobs.filter(({ of }) => of > 1));
  }
}

async function settleFailure(
  workshop: Workshop,
  name: JobName,
  same: readonly [ClaimedJob, ...ClaimedJob[]],
  error: unknown,
): Promise<void> {
  const { queue, services } = workshop;
  const [job] = same;
  const attempt = job.retryCount + 1;
  const message = storeTold(toldOfError(error));
  services.log.warn({ job: name, id: job.id, attempt, error }, "A job failed");
  for (const one of same) await queue.fail(name, one, message, pauseFor(error, one.retryCount + 1));
  await noteFailure(workshop, name, job, message);
}

async function runOnce(
  workshop: Workshop,
  name: JobName,
  payloads: readonly unknown[],
  jobs: readonly ClaimedJob[],
): Promise<void> {
  const { services, queue } = workshop;
  const { isLogged, expireSeconds } = jobCatalog[name];
  const [first] = jobs;
  if (!first) return;
  const sender = rememberingSender(queue);
  const ctx = systemContext({ ...services, jobs: sender }, companyOfJob(name, first.payload), `job:${name}`);
  const run = runOf(name, first);
  if (isLogged) await logRun(ctx, run, { state: "running" });
  const progress = (done: number, total: number | null = null) =>
    isLogged ? logProgress(ctx, first.id, done, total) : Promise.resolve();
  await within(
    expireSeconds * secondMs,
    untangled(() => runJobs(ctx, name, payloads, { progress })),
  );
  workshop.wake(sender.sent);
  if (isLogged) await logRun(ctx, run, { state: "completed" });
  else for (const job of jobs) if (job.retryCount > 0) await logRecovery(ctx, runOf(name, job));
}

/** What the job log knows a job's run by. */
export function runOf(name: string, job: { id: string; retryCount: number; payload: unknown }): Run {
  return { id: job.id, name, subject: subjectOf(job.payload), attempt: job.retryCount + 1 };
}

/** What a job is about: the first thing its payload names beside the company. */
function subjectOf(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null) return null;
  const found = Object.entries(payload).find(
    ([key, value]) => key !== "companyId" && typeof value === "string",
  );
  return found ? String(found[1]) : null;
}

const mostTangles = 3;

/** Transactions that met are run again at once: the one that was sent away has done nothing. */
async function untangled(work: () => Promise<void>): Promise<void> {
  for (let tangles = 0; ; tangles += 1) {
    try {
      return await work();
    } catch (error) {
      if (tangles >= mostTangles || !isTangle(error)) throw error;
      await sleep(5 + Math.random() * 20);
    }
  }
}

function isTangle(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, "code");
  return code === "40001" || code === "40P01" || isTangle(error.cause);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLong(ms)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tooLong(ms: number): AppError {
  return new AppError("unavailable", say("stuck.tooLong", { seconds: ms / secondMs }));
}

function pauseFor(error: unknown, attempt: number): number {
  const pause = pauseAfter(attempt) ?? 0;
  const asked = error instanceof WhopError && error.retryAfterMs !== null ? error.retryAfterMs / secondMs : 0;
  return Math.ceil(Math.max(pause, Math.min(asked, 3_600)));
}

/** For the owner to see; that it cannot be written must not hide the failure itself. */
async function noteFailure(
  { services }: Workshop,
  name: JobName,
  job: ClaimedJob,
  message: string,
): Promise<void> {
  try {
    const ctx = systemContext(services, companyOfJob(name, job.payload), `job:${name}`);
    await logRun(ctx, runOf(name, job), { state: "failed", message });
  } catch (error) {
    services.log.error({ job: name, id: job.id, error }, "A failed job could not be noted");
  }
}
