import { setTimeout as sleep } from "node:timers/promises";
import { processInbox } from "#webhooks/process.ts";
import { wakeChannel } from "#webhooks/wake.ts";
import { secondMs } from "../core/clock.ts";
import type { Services } from "../core/services.ts";
import { isJobName, type JobName, jobCatalog, jobNames, sweepTimers } from "../jobs/index.ts";
import type { Queue } from "../jobs/queue.ts";
import { doUpkeep, upkeepEveryMs } from "./upkeep.ts";
import { workDead } from "./work-dead.ts";
import { openWorkshop, release, rememberingSender, workJobs } from "./work-jobs.ts";
import { type Loop, startLoop } from "./worker-loop.ts";

export const inboxBatch = 500;
const timerBatch = 500;
/** One look at the whole queue stands for a claim of each kind; should it fail, they look for themselves. */
const lookEveryMs = secondMs;
const claimUnaskedEveryMs = 30 * secondMs;

export type RunningWorker = {
  /** Takes nothing more, ends what is under way, and gives back what does not end within the time. */
  stop(withinMs: number): Promise<void>;
};

/** Does everything that nobody waits for: the inbox, the timers, the jobs, and the machine's upkeep. */
export function startWorker(services: Services, queue: Queue): RunningWorker {
  const { log } = services;
  const loops = new Map<JobName, Loop>();
  const wake = (names: Iterable<string>) => {
    for (const name of names) if (isJobName(name)) loops.get(name)?.wake();
  };
  const workshop = openWorkshop(services, queue, wake);
  const others: Loop[] = [];
  const loop = (name: string, idleMs: number, hasMore: () => Promise<boolean>) => {
    const step = async () => ((await hasMore()) ? "more waits" : "nothing");
    const started = startLoop({ name, idleMs, log, step });
    others.push(started);
    return started;
  };

  for (const name of jobNames) {
    const { rest, batchSize } = jobCatalog[name];
    const step = async () => {
      const taken = await workJobs(workshop, name);
      return taken === 0 ? "nothing" : taken < batchSize ? "some" : "more waits";
    };
    loops.set(name, startLoop({ name, idleMs: claimUnaskedEveryMs, rest, log, step }));
  }
  const inbox = loop("inbox", secondMs, async () => {
    const jobs = rememberingSender(queue);
    const { taken } = await processInbox({ ...services, jobs }, inboxBatch);
    wake(jobs.sent);
    return taken === inboxBatch;
  });
  loop("queue", lookEveryMs, async () => {
    wake(await queue.waiting());
    return false;
  });
  loop("timers", secondMs / 2, async () => {
    const jobs = rememberingSender(queue);
    const swept = await sweepTimers({ ...services, jobs }, timerBatch);
    wake(jobs.sent);
    return swept === timerBatch;
  });
  loop("dead jobs", 5 * secondMs, async () => (await workDead(workshop)) > 0);
  loop("upkeep", upkeepEveryMs, async () => {
    await doUpkeep(services);
    return false;
  });
  const deafen = listen(services, () => inbox.wake());
  // What a worker that is gone left is taken back at once, and that there is a worker is seen from now on.
  queue
    .supervise()
    .catch((error: unknown) => log.warn({ error }, "The queue could not be looked through yet"));

  return {
    async stop(withinMs) {
      deafen();
      workshop.isStopping = true;
      const ended = Promise.all([...loops.values(), ...others].map((started) => started.stop()));
      const isLate = Symbol("late");
      const outcome = await Promise.race([ended, sleep(withinMs, isLate, { ref: false })]);
      if (outcome === isLate) for (const batch of workshop.held) await release(workshop, batch);
    },
  };
}

/** Hears that webhooks arrived; until the database can be listened to, the inbox is only polled. */
function listen({ db, log }: Services, heard: () => void): () => void {
  let isStopped = false;
  const attempt = async () => {
    while (!isStopped) {
      try {
        const { unlisten } = await db.hot.listen(wakeChannel, heard, heard);
        if (isStopped) await unlisten();
        return;
      } catch (error) {
        log.warn({ error }, "The inbox cannot be listened to yet");
        await new Promise((resolve) => setTimeout(resolve, 2 * secondMs).unref());
      }
    }
  };
  void attempt();
  return () => {
    isStopped = true;
  };
}
