import type postgres from "postgres";

export type DistributionStep =
  | { kind: "distribute"; table: string; column: string }
  | { kind: "local"; table: string; reason: string };

/** Looked up by their own key, across companies. */
const DISTRIBUTED_BY_OWN_KEY: Record<string, string> = { code_directory: "code" };

/** Taken with SKIP LOCKED across companies, or read by whoever does not know the company yet. */
const LOCAL: Record<string, string> = {
  webhook_events: "the inbox is taken in batches across companies",
  timers: "due timers are taken in batches across companies",
  page_directory: "tells which campaign a public address leads to, before the company is known",
  experience_directory: "tells which company an experience belongs to, before the company is known",
};

type CatalogTable = { table: string; key: string[] | null };
type Reference = { from: string; to: string };

/** Referenced tables first: a distributed table may only point at another one of the same distribution. */
function inReferenceOrder(tables: string[], references: Reference[]): string[] {
  const ordered: string[] = [];
  const visiting = new Set<string>();
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    if (visiting.has(table)) throw new Error(`Foreign keys of ${table} lead back to itself.`);
    visiting.add(table);
    for (const { from, to } of references) {
      if (from === table && to !== table && tables.includes(to)) visit(to);
    }
    visiting.delete(table);
    ordered.push(table);
  };
  for (const table of tables) visit(table);
  return ordered;
}

/** Reads from the catalog which table goes where. @throws Error for a table that no rule covers */
export async function planDistribution(sql: postgres.Sql): Promise<DistributionStep[]> {
  const tables = await sql<CatalogTable[]>`
    SELECT c.relname AS table,
           (SELECT array_agg(a.attname::text ORDER BY k.position)
              FROM pg_constraint pk
              CROSS JOIN LATERAL unnest(pk.conkey) WITH ORDINALITY AS k(attnum, position)
              JOIN pg_attribute a ON a.attrelid = pk.conrelid AND a.attnum = k.attnum
             WHERE pk.conrelid = c.oid AND pk.contype = 'p') AS key
      FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY c.relname`;
  const references = await sql<Reference[]>`
    SELECT r.conrelid::regclass::text AS from, r.confrelid::regclass::text AS to
      FROM pg_constraint r WHERE r.contype = 'f' AND r.connamespace = 'public'::regnamespace`;
  const steps = new Map<string, DistributionStep>();
  for (const { table, key } of tables) {
    const reason = LOCAL[table];
    const column = DISTRIBUTED_BY_OWN_KEY[table] ?? (key?.[0] === "company_id" ? "company_id" : undefined);
    if (reason !== undefined) steps.set(table, { kind: "local", table, reason });
    else if (column !== undefined && key?.includes(column))
      steps.set(table, { kind: "distribute", table, column });
    else
      throw new Error(
        `${table} does not begin its primary key with company_id; say in distribution-plan.ts where it goes.`,
      );
  }
  return inReferenceOrder([...steps.keys()], references).flatMap((table) => steps.get(table) ?? []);
}
