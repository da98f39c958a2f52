import type { Ctx } from "../core/context.ts";
import { type Services, systemContext } from "../core/services.ts";
import { isJobName, logRun } from "../jobs/index.ts";
import type { Attempt } from "../jobs/queue.ts";
import { companyOfJob } from "../workflows/index.ts";
import { runOf, type Workshop } from "./work-jobs.ts";

/** Writes down the jobs that have no attempt left, so that their company sees and can replay them. */
export async function workDead({ services, queue }: Workshop, limit = 50): Promise<number> {
  const jobs = await queue.claimDead(limit);
  const buried: Attempt[] = [];
  for (const job of jobs) {
    const [payload] = job.payloads;
    if (job.payloads.length > 1) {
      await queue.sendAlone(job.name, job.payloads);
      buried.push(job);
      continue;
    }
    const ctx = contextOfDead(services, job.name, payload);
    if (ctx && typeof payload === "object" && payload !== null) {
      const run = { ...runOf(job.name, { ...job, payload, id: job.sourceId }), attempt: job.attempts };
      await logRun(ctx, run, { state: "dead", message: job.message, payload });
    }
    services.log.error({ job: job.name, id: job.sourceId, reason: job.message }, "A job was given up");
    buried.push(job);
  }
  await queue.buryDead(buried);
  return jobs.length;
}

function contextOfDead(services: Services, name: string, payload: unknown): Ctx | null {
  if (!isJobName(name)) return null;
  try {
    return systemContext(services, companyOfJob(name, payload), `job:${name}`);
  } catch {
    return null;
  }
}
