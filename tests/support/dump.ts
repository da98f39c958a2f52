import type postgres from "postgres";

export type DumpedColumn = { table: string; column: string; text: string };

/** Every column of every table there is, the queue's and the migrations' included, as one text each. */
export async function dumpColumns(sql: postgres.Sql): Promise<DumpedColumn[]> {
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    SELECT format('%I.%I', n.nspname, c.relname) AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY 1, a.attnum`;
  const dumped: DumpedColumn[] = [];
  for (const { table, column, type } of columns) {
    const value = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const [row] = await sql.unsafe<{ text: string | null }[]>(
      `SELECT string_agg(value, E'\\n' ORDER BY value) AS text FROM (SELECT ${value} AS value FROM ${table}) t`,
    );
    dumped.push({ table, column, text: row?.text ?? "" });
  }
  return dumped;
}

/** One text that differs when anything stored does. */
export async function fingerprint(sql: postgres.Sql): Promise<string> {
  const dumped = await dumpColumns(sql);
  return dumped.map(({ table, column, text }) => `${table}.${column}=${text}`).join("\n");
}
