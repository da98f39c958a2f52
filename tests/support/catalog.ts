import postgres from "postgres";

/** Rights in full: an unset list and the same list written out mean the same. */
const rights = (acl: string, kind: string, owner: string) =>
  `(SELECT string_agg(entry::text, ' ' ORDER BY entry::text) FROM unnest(coalesce(${acl}, acldefault(${kind}, ${owner}))) entry)`;

/** What makes a schema, one sentence per thing, so that two databases can be compared and the difference read. */
const QUERIES = [
  `SELECT format('%s %s rls=%s force=%s acl=%s', c.relkind, c.relname, c.relrowsecurity, c.relforcerowsecurity,
            ${rights("c.relacl", "'r'", "c.relowner")})
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace`,
  `SELECT format('column %s.%s %s null=%s default=%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace`,
  `SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'`,
  `SELECT format('policy %s on %s %s to %s using %s check %s', policyname, tablename, cmd, roles, qual, with_check)
     FROM pg_policies WHERE schemaname = 'public'`,
  `SELECT format('function %s acl=%s %s', p.oid::regprocedure, ${rights("p.proacl", "'f'", "p.proowner")}, pg_get_functiondef(p.oid))
     FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')`,
  `SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger
     WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`,
  `SELECT format('view %s: %s', c.relname, pg_get_viewdef(c.oid)) FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')`,
  `SELECT format('partition %s: %s', c.relname, pg_get_expr(c.relpartbound, c.oid)) FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relispartition`,
  `SELECT format('type %s', t.typname) FROM pg_type t
     WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd')`,
  `SELECT format('schema acl=%s', ${rights("nspacl", "'n'", "nspowner")}) FROM pg_namespace WHERE nspname = 'public'`,
  `SELECT format('extension %s', extname) FROM pg_extension`,
];

/** What the schema of db/schema speaks of: tables with their columns, constraints and indexes, partitions left out. */
const TABLE_QUERIES = [
  `SELECT format('column %s.%s %s null=%s default=%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            NOT a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT format('constraint %s on %s: %s', o.conname, c.relname, pg_get_constraintdef(o.oid))
     FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition`,
  `SELECT format('index %s', replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '))
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
];

export const describeCatalog = (url: string) => describe(url, QUERIES);
export const describeTables = (url: string) => describe(url, TABLE_QUERIES);

async function describe(url: string, queries: string[]): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const lines: string[] = [];
    for (const query of queries) {
      const rows = await sql.unsafe<{ format: string }[]>(query);
      lines.push(...rows.map((row) => row.format));
    }
    return lines.sort();
  } finally {
    await sql.end({ timeout: 5 });
  }
}
