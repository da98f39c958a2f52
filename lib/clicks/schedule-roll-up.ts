import type { Database } from "#db/client.ts";
import { timers } from "#db/schema/index.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/log.ts";

const EVERY_MS = 300;

/**
 * Asks for the roll-up of every company that got clicks: one timer per company, whatever the number of
 * clicks, written for all companies together.
 */
export function createRollUpScheduler(services: { db: Database; clock: Clock; log: Logger }) {
  const { db, clock, log } = services;
  let noted = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const companyIds = [...noted];
    noted = new Set();
    if (companyIds.length === 0) return;
    try {
      const dueAt = clock.now();
      await db.withMachinery((tx) =>
        tx
          .insert(timers)
          .values(
            companyIds.toSorted().map((companyId) => ({
              companyId,
              job: "roll-up-clicks",
              key: "clicks",
              payload: { companyId },
              dueAt,
            })),
          )
          .onConflictDoNothing(),
      );
    } catch (error) {
      log.warn({ error }, "The roll-up of clicks could not be scheduled; it is tried again");
      for (const companyId of companyIds) note(companyId);
    }
  };

  const note = (companyId: string) => {
    noted.add(companyId);
    timer ??= setTimeout(() => {
      timer = null;
      writing = writing.then(write);
    }, EVERY_MS);
  };

  return {
    note,
    async close() {
      if (timer !== null) clearTimeout(timer);
      await writing;
      await write();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
