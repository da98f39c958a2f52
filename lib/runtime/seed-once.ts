import postgres from "postgres";

export type SeedResult = "seeded" | "kept" | "not empty";

const HALF_SEEDED =
  "The database was only half seeded when a former start was cut short, and it is not ours to empty. " +
  "Give DATABASE_URL an empty database.";

type State = "new" | "half" | "finished";

/**
 * Recorded in the database itself: it may outlive the data folder, or be replaced under it. A database that
 * holds communities already is somebody's own, and gets none of ours.
 */
export async function seedOnce(
  adminUrl: string,
  seed: () => Promise<void>,
  beginAgain?: () => Promise<unknown>,
): Promise<SeedResult> {
  const state = await withConnection(adminUrl, readState);
  if (state === "finished") return "kept";
  if (state === "half") {
    if (beginAgain === undefined) throw new Error(HALF_SEEDED);
    await beginAgain();
  }
  if (await withConnection(adminUrl, hasCommunities)) return "not empty";
  await withConnection(adminUrl, (sql) => sql`INSERT INTO drizzle.seeds (name) VALUES ('community')`);
  await seed();
  await withConnection(
    adminUrl,
    (sql) => sql`UPDATE drizzle.seeds SET finished_at = now() WHERE name = 'community'`,
  );
  return "seeded";
}

async function withConnection<T>(adminUrl: string, fn: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`CREATE TABLE IF NOT EXISTS drizzle.seeds (
      name text PRIMARY KEY,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    )`;
    return await fn(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function readState(sql: postgres.Sql): Promise<State> {
  const [record] = await sql<{ finished_at: Date | null }[]>`
    SELECT finished_at FROM drizzle.seeds WHERE name = 'community'`;
  if (record === undefined) return "new";
  return record.finished_at === null ? "half" : "finished";
}

/** The owner is held by row-level security too, except where it says that it maintains. */
function hasCommunities(sql: postgres.Sql): Promise<boolean> {
  return sql.begin(async (tx) => {
    await tx`SET LOCAL app.maintenance = 'on'`;
    const rows = await tx`SELECT 1 FROM companies LIMIT 1`;
    return rows.length > 0;
  });
}
