import { migrateUp } from "#db/migrate.ts";
import { prepareQueue } from "#lib/jobs/queue.ts";
import { ensureAppRole } from "./app-role.ts";

/** Everything a database needs before the app may use it. Repeatable; returns the migrations it applied. */
export async function prepareDatabase(adminUrl: string, appUrl?: string): Promise<string[]> {
  await ensureAppRole(adminUrl, appUrl);
  const { applied } = await migrateUp(adminUrl);
  await prepareQueue(adminUrl);
  return applied;
}
