import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { readMigrations } from "#db/migrate.ts";
import { ROOT } from "./root.ts";

const drizzleKit = join(ROOT, "node_modules/.bin/drizzle-kit");
const args = [drizzleKit, "generate", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

try {
  readMigrations();
} catch (error) {
  // drizzle-kit writes the way up only.
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
