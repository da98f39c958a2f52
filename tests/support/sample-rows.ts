import type postgres from "postgres";

/** A relation of the schema as the catalog describes it. */
export type Relation = {
  name: string;
  kind: "table" | "partitioned" | "partition" | "view" | "materialized";
  columns: { name: string; type: string; isNullable: boolean; isGenerated: boolean }[];
  /** Column to the values its CHECK allows. */
  allowed: Record<string, string[]>;
  primaryKey: string[];
  foreignKeys: { name: string; columns: string[]; parent: string; parentColumns: string[] }[];
};

export type Row = Record<string, unknown>;

export async function readRelations(sql: postgres.Sql): Promise<Relation[]> {
  const rows = await sql<Relation[]>`
    SELECT c.relname AS name,
      CASE WHEN c.relispartition THEN 'partition' ELSE
        (CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned' WHEN 'v' THEN 'view' ELSE 'materialized' END)
      END AS kind,
      (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                'isNullable', NOT a.attnotnull, 'isGenerated', a.attgenerated <> '') ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
      coalesce((SELECT json_object_agg(a.attname, (
                  SELECT json_agg(m[1]) FROM regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') m))
         FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
         WHERE k.conrelid = c.oid AND k.contype = 'c' AND pg_get_constraintdef(k.oid) ~ '''::text'), '{}') AS allowed,
      coalesce((SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int[], a.attnum::int))
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
         WHERE i.indrelid = c.oid AND i.indisprimary), '[]') AS "primaryKey",
      coalesce((SELECT json_agg(json_build_object('name', f.conname,
                'columns', (SELECT json_agg(a.attname ORDER BY n) FROM unnest(f.conkey) WITH ORDINALITY k(num, n)
                            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num),
                'parent', f.confrelid::regclass::text,
                'parentColumns', (SELECT json_agg(a.attname ORDER BY n) FROM unnest(f.confkey) WITH ORDINALITY k(num, n)
                            JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num)))
         FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), '[]') AS "foreignKeys"
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY c.relname`;
  return rows.map((row) => ({ ...row }));
}

/** What CHECKs over several columns ask for beyond the type of each; undefined leaves the column to its default. */
const boundTogether: Record<string, Record<string, string | number | undefined>> = {
  campaigns: { settles_at: "2100-01-02T00:00:00Z" },
  referral_claims: { status: "open", referred_id: undefined, decided_at: undefined },
  rewards: { trigger: "milestone", price_points: undefined },
  vouch_configs: { primary_weight: 30, secondary_weight: 30, community_weight: 40 },
  vouches: { voucher_id: undefined },
};

/** A row of the relation for one company that passes every CHECK; `salt` makes its keys differ from another's. */
export function sampleRow(relation: Relation, companyId: string, salt: number): Row {
  const row: Row = {};
  for (const column of relation.columns) {
    if (column.isGenerated) continue;
    const choice = relation.allowed[column.name]?.[0];
    row[column.name] =
      column.name === "company_id" ? companyId : (choice ?? sampleValue(column.name, column.type, salt));
  }
  if ("start_date" in row) row.end_date = "2100-01-01T00:00:00Z";
  for (const [name, value] of Object.entries(boundTogether[relation.name] ?? {})) {
    if (value === undefined) delete row[name];
    else row[name] = value;
  }
  return row;
}

function sampleValue(name: string, type: string, salt: number): unknown {
  // A line that stands alone in its posting balances with nothing else.
  if (name === "amount") return 0;
  if (type === "uuid") return `019a0000-0000-7000-8000-${String(salt).padStart(12, "0")}`;
  if (type === "boolean") return false;
  if (type === "jsonb") return "{}";
  if (type === "date") return "2026-11-21";
  if (type.startsWith("timestamp")) return "2026-11-21T12:00:00Z";
  if (type === "text[]") return [];
  if (type.startsWith("character")) return (name === "currency" ? "USD" : "DE").slice(0, 3);
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return 1;
  return `${name}-${salt}`;
}

export function insertStatement(relation: Relation, row: Row): { text: string; values: unknown[] } {
  const names = Object.keys(row);
  const places = names.map((name, index) => `$${index + 1}::${typeOf(relation, name)}`);
  return {
    text: `INSERT INTO public.${relation.name} (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${places.join(", ")})`,
    values: Object.values(row).map((value) =>
      value === null || Array.isArray(value) ? value : String(value),
    ),
  };
}

function typeOf(relation: Relation, column: string): string {
  return relation.columns.find(({ name }) => name === column)?.type ?? "text";
}
