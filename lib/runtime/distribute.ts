import postgres from "postgres";
import { loadMigrationEnv } from "#lib/core/env.ts";
import { type DistributionStep, planDistribution } from "./distribution-plan.ts";
import { APP_ROLE } from "./postgres-roles.ts";

const NO_CITUS =
  "This Postgres does not offer the extension citus, so there is nothing to distribute over; Referly runs on one " +
  "server as it is. Install Citus 13 or newer on the coordinator and the workers, add citus to " +
  "shared_preload_libraries, add the workers with citus_add_node, and run npm run db:distribute again.";

async function requireCitus(sql: postgres.Sql): Promise<void> {
  const [available] = await sql`SELECT 1 FROM pg_available_extensions WHERE name = 'citus'`;
  if (available === undefined) throw new Error(NO_CITUS);
  await sql`CREATE EXTENSION IF NOT EXISTS citus`;
}

async function alreadyDistributed(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<
    { table: string }[]
  >`SELECT logicalrelid::regclass::text AS table FROM pg_dist_partition`;
  return new Set(rows.map((row) => row.table));
}

/** Distributed tables have no triggers; the column builder sets updated_at without them. */
async function dropTriggers(sql: postgres.Sql, table: string): Promise<void> {
  const triggers = await sql<{ name: string }[]>`
    SELECT tgname AS name FROM pg_trigger WHERE tgrelid = to_regclass(${table}) AND NOT tgisinternal`;
  for (const { name } of triggers) await sql`DROP TRIGGER ${sql(name)} ON ${sql(table)}`;
}

async function apply(sql: postgres.Sql, steps: DistributionStep[]): Promise<string[]> {
  const done = await alreadyDistributed(sql);
  const first = steps.find((step) => step.kind === "distribute" && step.column === "company_id");
  const lines: string[] = [];
  for (const step of steps) {
    if (step.kind === "local") {
      lines.push(`${step.table}: stays on the coordinator (${step.reason})`);
    } else if (done.has(step.table)) {
      lines.push(`${step.table}: was distributed already`);
    } else {
      const own = step.column !== "company_id" || step.table === first?.table;
      const colocateWith = own || first === undefined ? "none" : first.table;
      await dropTriggers(sql, step.table);
      await sql`SELECT create_distributed_table(${step.table}, ${step.column}, colocate_with => ${colocateWith})`;
      lines.push(`${step.table}: distributed by ${step.column}`);
    }
  }
  return lines;
}

/** The tenant is told by SET LOCAL; this carries it to the workers, for the app and for the owner's functions. */
async function propagateTenant(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`SELECT current_database() AS name`;
  if (row !== undefined)
    await sql`ALTER DATABASE ${sql(row.name)} SET citus.propagate_set_commands = 'local'`;
  return `SET LOCAL of ${APP_ROLE} reaches the workers from its next connection on`;
}

async function main(): Promise<void> {
  const env = loadMigrationEnv();
  const sql = postgres(env.DATABASE_ADMIN_URL ?? env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  try {
    await requireCitus(sql);
    const steps = await planDistribution(sql);
    if (steps.length === 0) throw new Error("There are no tables yet. Run npm run db:migrate first.");
    for (const line of await apply(sql, steps)) console.log(line);
    console.log(await propagateTenant(sql));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
