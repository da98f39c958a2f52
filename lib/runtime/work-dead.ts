import type { Ctx } from "../core/context.ts";
import { type Services, systemContext } from "../core/services.ts";
import { isJobName, logRun } from "../jobs/index.ts";
import type { DeadJob } from "../jobs/queue.ts";
import { companyOfJob } from "../workflows/index.ts";
import { runOf, type Workshop } from "./work-jobs.ts";

/**
 * Writes down the jobs that have no attempt left, so that their company sees and can replay them. What was given up
 * together has not been tried alone yet.
 */
export async function workDead({ services, queue }: Workshop, limit = 50): Promise<number> {
  const jobs = await queue.claimDead(limit);
  for (const job of jobs) {
    if (job.payloads.length > 1) await queue.sendAlone(job.name, job.payloads);
    else await noteDead(services, job);
  }
  await queue.buryDead(jobs);
  return jobs.length;
}

async function noteDead(
  services: Services,
  { name, sourceId, attempts, message, payloads: [payload] }: DeadJob,
): Promise<void> {
  const ctx = contextOfDead(services, name, payload);
  if (ctx && typeof payload === "object" && payload !== null) {
    const run = runOf(name, { id: sourceId, retryCount: attempts - 1, payload });
    await logRun(ctx, run, { state: "dead", message, payload });
  }
  services.log.error({ job: name, id: sourceId, reason: message }, "A job was given up");
}

function contextOfDead(services: Services, name: string, payload: unknown): Ctx | null {
  if (!isJobName(name)) return null;
  try {
    return systemContext(services, companyOfJob(name, payload), `job:${name}`);
  } catch {
    return null;
  }
}
