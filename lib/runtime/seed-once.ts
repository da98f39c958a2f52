import postgres from "postgres";

/** Recorded in the database itself: it may outlive the data folder, or be replaced under it. */
export async function seedOnce(adminUrl: string, seed: () => Promise<void>): Promise<boolean> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`CREATE TABLE IF NOT EXISTS drizzle.seeds (
      name text PRIMARY KEY,
      finished_at timestamptz NOT NULL DEFAULT now()
    )`;
    const [done] = await sql`SELECT 1 FROM drizzle.seeds WHERE name = 'community'`;
    if (done !== undefined) return false;
    await seed();
    await sql`INSERT INTO drizzle.seeds (name) VALUES ('community') ON CONFLICT DO NOTHING`;
    return true;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
