import { existsSync } from "node:fs";
import { migrateUp } from "#db/migrate.ts";
import { ensureAppRole } from "./app-role.ts";

/** Everything a database needs before the app may use it. Repeatable; returns the migrations it applied. */
export async function prepareDatabase(adminUrl: string, appUrl?: string): Promise<string[]> {
  await ensureAppRole(adminUrl, appUrl);
  const { applied } = await migrateUp(adminUrl);
  const queue = new URL("../jobs/queue.ts", import.meta.url);
  if (existsSync(queue)) await (await import(queue.href)).prepareQueue(adminUrl);
  return applied;
}
