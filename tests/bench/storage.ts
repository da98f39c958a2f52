import type { Sql } from "postgres";
import { loadLinks, visits } from "./click-data.ts";
import type { Figure } from "./harness.ts";
import { atMost, exactly, load, openStack } from "./harness.ts";

const CODES = 10_000;
const CLICKS = 50_000;
/** As Postgres itself counts. */
const MB = 1024 * 1024;

/** What codes and clicks take on disk: codes as verbs store them, clicks as the server records them. */
export async function run(): Promise<Figure[]> {
  await using stack = await openStack();
  const { admin } = stack;
  const links = await loadLinks(admin, CODES);
  const serve = await stack.serve();
  const result = await load({
    port: serve.port,
    connections: 64,
    seconds: 300,
    warmupSeconds: 0,
    requests: visits(links, CLICKS, true),
    once: true,
  });
  await serve.stop();
  await admin`VACUUM ANALYZE referral_codes, code_directory, referral_clicks`;

  const codes = await sizeOf(admin, "referral_codes");
  const directory = await sizeOf(admin, "code_directory");
  const clicks = await sizeOf(admin, "referral_clicks");
  const answered = result.statuses["302"] ?? 0;
  return [
    { what: `table of ${CODES} codes`, value: codes.table / MB, unit: "MB", target: atMost(1) },
    { what: "its indexes", value: codes.indexes / MB, unit: "MB", target: null },
    { what: "the directory of codes, with its index", value: directory.all / MB, unit: "MB", target: null },
    {
      what: "table, per click",
      value: clicks.table / clicks.rows,
      unit: "bytes",
      target: atMost(200),
      note: `${clicks.rows} clicks, a quarter with a campaign's parameters`,
    },
    { what: "indexes, per click", value: clicks.indexes / clicks.rows, unit: "bytes", target: null },
    {
      what: "visits answered but not in the database",
      value: Math.max(0, answered - clicks.rows),
      unit: "",
      target: exactly(0),
    },
    { what: "visits not answered", value: CLICKS - answered, unit: "", target: exactly(0) },
  ];
}

type Size = { rows: number; table: number; indexes: number; all: number };

/** Bytes of a table, its partitions included; the table is its rows and what was moved out of them. */
async function sizeOf(admin: Sql, table: string): Promise<Size> {
  const [count] = await admin<{ rows: number }[]>`SELECT count(*)::int AS rows FROM ${admin(table)}`;
  const [size] = await admin<Omit<Size, "rows">[]>`
    WITH parts AS (
      SELECT relid FROM pg_partition_tree(${table}::regclass) WHERE isleaf
      UNION SELECT ${table}::regclass WHERE NOT EXISTS (SELECT FROM pg_partition_tree(${table}::regclass))
    )
    SELECT sum(pg_relation_size(p.relid) + coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))::float8 AS table,
           sum(pg_indexes_size(p.relid))::float8 AS indexes, sum(pg_total_relation_size(p.relid))::float8 AS all
    FROM parts p JOIN pg_class c ON c.oid = p.relid`;
  if (count === undefined || size === undefined) throw new Error(`${table} has no size`);
  return { ...count, ...size };
}
