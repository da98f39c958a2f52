import { parseArgs } from "node:util";
import { migrateDown } from "#db/migrate.ts";
import { loadMigrationEnv } from "#lib/core/env.ts";
import { prepareDatabase } from "./database.ts";

const USAGE = `usage: npm run db:migrate [-- --down N | --to TAG]
  (nothing)   apply every migration that is missing
  --down N    take back the last N migrations
  --to TAG    take back everything after the migration TAG`;

async function main(argv: string[]): Promise<void> {
  const options = { down: { type: "string" }, to: { type: "string" }, help: { type: "boolean" } } as const;
  const { values } = parseArgs({ args: argv, options });
  if (values.help) return console.log(USAGE);
  const env = loadMigrationEnv();
  const adminUrl = env.DATABASE_ADMIN_URL ?? env.DATABASE_URL;
  if (adminUrl === undefined) throw new Error("DATABASE_ADMIN_URL is missing.");
  if (values.down === undefined && values.to === undefined) {
    const applied = await prepareDatabase(adminUrl, env.DATABASE_URL);
    return console.log(applied.length === 0 ? "Up to date." : `Applied: ${applied.join(", ")}`);
  }
  const steps = Number(values.down);
  if (values.to === undefined && !(Number.isInteger(steps) && steps > 0)) throw new Error(USAGE);
  const target = values.to === undefined ? { steps } : { to: values.to };
  const { rolledBack } = await migrateDown(adminUrl, target);
  console.log(rolledBack.length === 0 ? "Nothing to take back." : `Taken back: ${rolledBack.join(", ")}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
