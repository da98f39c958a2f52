import { and, eq, lte } from "drizzle-orm";
import { timers } from "#db/schema/index.ts";
import type { JobSender } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import type { Services } from "#lib/core/services.ts";

/** A queue for tests that kill processes: a job is a row until its run has ended, like the real one's. */
export function timerQueue(now: () => Date): JobSender {
  return {
    async send(tx, job, payloads, options) {
      const dueAt = new Date(now().getTime() + (options?.startAfterSeconds ?? 0) * 1000);
      for (const payload of payloads) {
        const { companyId } = payload;
        await tx.insert(timers).values({ companyId, job, key: newId(now()), payload, dueAt });
      }
    },
  };
}

export type DueJob = { name: string; payload: Record<string, unknown> };

/** Runs what is due, each job at least once; what a run puts in a job's place stays. */
export async function runDue(
  services: Pick<Services, "db" | "clock">,
  run: (job: DueJob) => Promise<void>,
): Promise<void> {
  for (;;) {
    const due = await services.db.withMachinery((tx) =>
      tx.select().from(timers).where(lte(timers.dueAt, services.clock.now())).orderBy(timers.dueAt),
    );
    if (due.length === 0) return;
    for (const { companyId, job, key, dueAt, payload } of due) {
      await run({ name: job, payload: Object(payload) });
      const done = and(
        eq(timers.companyId, companyId),
        eq(timers.job, job),
        eq(timers.key, key),
        eq(timers.dueAt, dueAt),
      );
      await services.db.withMachinery((tx) => tx.delete(timers).where(done));
    }
  }
}
