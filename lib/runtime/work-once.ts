import { processInbox } from "#webhooks/process.ts";
import type { Services } from "../core/services.ts";
import { jobNames, sweepTimers } from "../jobs/index.ts";
import type { Queue } from "../jobs/queue.ts";
import { inboxBatch } from "./start-worker.ts";
import { doUpkeep, upkeepEveryMs } from "./upkeep.ts";
import { workDead } from "./work-dead.ts";
import { openWorkshop, workJobs } from "./work-jobs.ts";

export type WorkDone = {
  webhooks: number;
  timers: number;
  jobs: number;
  deadJobs: number;
  finished: boolean;
};

/** One per process: hosts that keep a process between calls need not do it with every call. */
let upkeepAt: number | null = null;

/** What a worker does, until nothing is left or the time is over: for hosts that have no process that stays. */
export async function workOnce(services: Services, queue: Queue, withinMs: number): Promise<WorkDone> {
  const end = performance.now() + withinMs;
  const workshop = openWorkshop(services, queue);
  const done: WorkDone = { webhooks: 0, timers: 0, jobs: 0, deadJobs: 0, finished: false };
  await queue.supervise();
  while (performance.now() < end) {
    const timers = await sweepTimers(services);
    const { taken } = await processInbox(services, inboxBatch);
    let jobs = 0;
    for (const name of jobNames) {
      if (performance.now() < end) jobs += await workJobs(workshop, name);
    }
    const deadJobs = await workDead(workshop);
    done.timers += timers;
    done.webhooks += taken;
    done.jobs += jobs;
    done.deadJobs += deadJobs;
    if (timers + taken + jobs + deadJobs > 0) continue;
    done.finished = true;
    break;
  }
  const now = services.clock.now().getTime();
  if (upkeepAt === null || Math.abs(now - upkeepAt) > upkeepEveryMs) {
    upkeepAt = now;
    await doUpkeep(services);
  }
  return done;
}
