import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { z } from "zod";

export type Migration = { tag: string; up: string; down: string; hash: string };

export type MigrationReport = { applied: string[] };
export type RollbackReport = { rolledBack: string[] };

/** Either so many of the last ones, or everything after the named one. */
export type RollbackTarget = { steps: number } | { to: string };

/** Found when it is needed, and not by a literal address, which a bundler would take for a file to carry along. */
function ownFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), "..", "drizzle");
}

/** Two starters wait for each other on this number; any constant does. */
const LOCK = 7_206_314_955;

const Journal = z.object({ entries: z.array(z.object({ idx: z.number(), tag: z.string() })) });

/** In journal order. @throws Error when a migration has no way back */
export function readMigrations(folder: string = ownFolder()): Migration[] {
  const journal = Journal.parse(JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")));
  return journal.entries
    .toSorted((a, b) => a.idx - b.idx)
    .map(({ tag }) => {
      const wayBack = join(folder, "down", `${tag}.sql`);
      if (!existsSync(wayBack))
        throw new Error(`drizzle/${tag}.sql has no way back: write drizzle/down/${tag}.sql`);
      const up = readFileSync(join(folder, `${tag}.sql`), "utf8");
      const hash = createHash("sha256").update(up).digest("hex");
      return { tag, up, down: readFileSync(wayBack, "utf8"), hash };
    });
}

/** Postgres says where in the text it stumbled; a person looks for the line. */
function atLine(name: string, text: string, error: unknown): Error {
  if (!(error instanceof postgres.PostgresError))
    return new Error(`${name} failed: ${String(error)}`, { cause: error });
  const position = Number(error.position);
  const line = Number.isInteger(position) ? `:${text.slice(0, position).split("\n").length}` : "";
  const where = error.where ? `\n${error.where}` : "";
  return new Error(`${name}${line} failed: ${error.message} (${error.code})${where}`, { cause: error });
}

async function withLock<T>(adminUrl: string, fn: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10, max_lifetime: null });
  try {
    await sql`SELECT pg_advisory_lock(${LOCK})`;
    await sql`CREATE SCHEMA IF NOT EXISTS drizzle`;
    await sql`CREATE TABLE IF NOT EXISTS drizzle.migrations (
      tag text PRIMARY KEY,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`;
    return await fn(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function appliedHashes(sql: postgres.Sql): Promise<Map<string, string>> {
  const rows = await sql<{ tag: string; hash: string }[]>`SELECT tag, hash FROM drizzle.migrations`;
  return new Map(rows.map((row) => [row.tag, row.hash]));
}

/** What runs must be what was reviewed: history is neither edited nor reordered. */
function assertHistory(migrations: Migration[], applied: Map<string, string>): void {
  const known = new Set(migrations.map((migration) => migration.tag));
  const foreign = [...applied.keys()].filter((tag) => !known.has(tag));
  if (foreign.length > 0) {
    throw new Error(
      `The database holds migrations that this version does not know: ${foreign.join(", ")}. Use the newer version.`,
    );
  }
  let gap: string | undefined;
  for (const { tag, hash } of migrations) {
    const recorded = applied.get(tag);
    if (recorded === undefined) gap ??= tag;
    else if (gap !== undefined)
      throw new Error(
        `${tag} was applied, but ${gap} before it was not. Put drizzle/meta/_journal.json in order.`,
      );
    else if (recorded !== hash) {
      throw new Error(
        `drizzle/${tag}.sql was changed after it was applied to this database. Undo the change and write a new migration instead.`,
      );
    }
  }
}

/** Applies what is missing, each migration in a transaction of its own. */
export async function migrateUp(adminUrl: string, folder?: string): Promise<MigrationReport> {
  const migrations = readMigrations(folder);
  return withLock(adminUrl, async (sql) => {
    const before = await appliedHashes(sql);
    assertHistory(migrations, before);
    const applied: string[] = [];
    for (const { tag, up, hash } of migrations) {
      if (before.has(tag)) continue;
      await sql
        .begin(async (tx) => {
          await tx.unsafe(up).simple();
          await tx`INSERT INTO drizzle.migrations (tag, hash) VALUES (${tag}, ${hash})`;
        })
        .catch((error) => {
          throw atLine(`drizzle/${tag}.sql`, up, error);
        });
      applied.push(tag);
    }
    return { applied };
  });
}

export async function migrateDown(
  adminUrl: string,
  target: RollbackTarget,
  folder?: string,
): Promise<RollbackReport> {
  const migrations = readMigrations(folder);
  if ("to" in target && !migrations.some(({ tag }) => tag === target.to)) {
    throw new Error(
      `There is no migration ${target.to}. Known are: ${migrations.map(({ tag }) => tag).join(", ")}.`,
    );
  }
  return withLock(adminUrl, async (sql) => {
    const before = await appliedHashes(sql);
    assertHistory(migrations, before);
    const newestFirst = migrations.filter(({ tag }) => before.has(tag)).toReversed();
    const stop = "to" in target ? newestFirst.findIndex(({ tag }) => tag === target.to) : target.steps;
    const rolledBack: string[] = [];
    for (const { tag, down } of newestFirst.slice(0, Math.max(0, stop))) {
      await sql
        .begin(async (tx) => {
          await tx.unsafe(down).simple();
          await tx`DELETE FROM drizzle.migrations WHERE tag = ${tag}`;
        })
        .catch((error) => {
          throw atLine(`drizzle/down/${tag}.sql`, down, error);
        });
      rolledBack.push(tag);
    }
    return { rolledBack };
  });
}
