import type { ReservedSql, Sql } from "postgres";

export type Lane = <T>(work: (sql: ReservedSql) => Promise<T>) => Promise<T>;

/** Many rows at once: what would check or tidy them one by one is out of the way meanwhile. Lanes may run side by side. */
export async function inBulk(admin: Sql, load: (lane: Lane) => Promise<void>): Promise<void> {
  await setAutovacuum(admin, "off");
  try {
    await load(async (work) => {
      const sql = await admin.reserve();
      try {
        await sql`SET session_replication_role = 'replica'`;
        await sql`SET synchronous_commit = 'off'`;
        await sql`SET wal_compression = 'off'`;
        await sql`SET work_mem = '256MB'`;
        await sql`SET maintenance_work_mem = '512MB'`;
        return await work(sql);
      } finally {
        await sql`RESET ALL`;
        sql.release();
      }
    });
  } finally {
    await setAutovacuum(admin, "on");
  }
  // What is measured next must not wait for the disk to take what was loaded.
  await admin`CHECKPOINT`;
}

async function setAutovacuum(admin: Sql, to: "on" | "off"): Promise<void> {
  await admin.unsafe(`ALTER SYSTEM SET autovacuum = ${to}`);
  await admin`SELECT pg_reload_conf()`;
}

/** An index that is not there, and what brings it back. */
export type SetAside = { table: string; restore: string };

/** Drops every index that no foreign key needs: sorting all at once costs a third of finding each row its place. */
export async function setIndexesAside(sql: ReservedSql, tables: readonly string[]): Promise<SetAside[]> {
  const found = await sql<(SetAside & { remove: string })[]>`
    SELECT i.indrelid::regclass::text AS "table",
           CASE WHEN c.oid IS NULL THEN format('DROP INDEX %s', i.indexrelid::regclass)
                ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', i.indrelid::regclass, c.conname) END AS remove,
           CASE WHEN c.oid IS NULL THEN replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
                ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s', i.indrelid::regclass, c.conname,
                            pg_get_constraintdef(c.oid)) END AS restore
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
    WHERE i.indrelid = ANY(${[...tables]}::text[]::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conindid = i.indexrelid AND f.contype = 'f')
    ORDER BY c.oid IS NULL`;
  for (const { remove } of found) await sql.unsafe(remove);
  return found.map(({ table, restore }) => ({ table, restore }));
}

/** Makes tables what they are in a database that has lived: indexed, in accord with their keys, vacuumed. */
export async function finishTables(
  sql: ReservedSql,
  tables: readonly string[],
  aside: readonly SetAside[],
): Promise<void> {
  for (const { table, restore } of aside) if (tables.includes(table)) await sql.unsafe(restore);
  await refuseOrphans(sql, tables);
  await sql.unsafe(`VACUUM (ANALYZE) ${tables.join(", ")}`);
}

/** What the foreign keys would have refused, row by row. */
async function refuseOrphans(sql: ReservedSql, tables: readonly string[]): Promise<void> {
  const keys = await sql<{ name: string; child: string; parent: string; pairs: [string, string][] }[]>`
    SELECT c.conname AS name, c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
           (SELECT jsonb_agg(jsonb_build_array(a.attname, b.attname))
            FROM unnest(c.conkey, c.confkey) AS k(mine, theirs)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine
            JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs) AS pairs
    FROM pg_constraint c
    WHERE c.contype = 'f' AND c.conparentid = 0 AND c.conrelid = ANY(${[...tables]}::text[]::regclass[])`;
  for (const { name, child, parent, pairs } of keys) {
    const isNamed = pairs.map(([mine]) => `c.${mine} IS NOT NULL`).join(" AND ");
    const isSame = pairs.map(([mine, theirs]) => `p.${theirs} = c.${mine}`).join(" AND ");
    const [found] = await sql.unsafe<{ many: number }[]>(`
      SELECT count(*)::int AS many FROM ${child} c
      WHERE ${isNamed} AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${isSame})`);
    if (found?.many !== 0) throw new Error(`${found?.many} rows of ${child} break ${name}`);
  }
}
