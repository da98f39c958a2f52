import postgres from "postgres";
import { createLogger } from "#lib/core/log.ts";
import type { Services } from "#lib/core/services.ts";
import { openQueue, type Queue } from "#lib/jobs/queue.ts";
import { openTestServices, type TestServices } from "./context.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export type QueueStage = {
  database: TestDatabase;
  testServices: TestServices;
  /** The same with the real queue, as a worker has it. */
  services: Services;
  queue: Queue;
  admin: postgres.Sql;
  close(): Promise<void>;
};

/** A database of its own with the real queue on it. */
export async function openQueueStage(): Promise<QueueStage> {
  const database = await createTestDatabase();
  const testServices = openTestServices(database.appUrl, { max: 12 });
  const queue = openQueue(database.appUrl, { role: "worker", log: createLogger("test", "silent") });
  const admin = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  return {
    database,
    testServices,
    services: { ...testServices, jobs: queue },
    queue,
    admin,
    async close() {
      await queue.close();
      await Promise.all([testServices.db.close(), admin.end()]);
      await database.drop();
    },
  };
}
