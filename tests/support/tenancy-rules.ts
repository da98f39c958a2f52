import type postgres from "postgres";

/** Tables that are not a tenant's, each with the reason. Everything else in the schema is. */
export const sharedTables: Record<string, string> = {
  code_directory: "codes are unique everywhere and looked up before a company is known",
  experience_directory: "says which company a page belongs to before a company is known",
  page_directory: "says which campaign a public address leads to before a company is known",
  webhook_events: "the inbox, taken with SKIP LOCKED across companies",
  timers: "taken with SKIP LOCKED across companies",
};

/** Run with the owner's rights, each with what it needs them for. Nothing else may. */
export const definerFunctions: Record<string, string> = {
  ensure_partitions: "makes tables",
  record_clicks: "writes one batch of clicks on links of several companies",
  resolve_codes: "finds the link behind an unguessable code before a company is known",
  record_webhooks: "writes to the inbox before a company is known",
  trim_machinery: "empties what is past its retention, for all companies",
  erase_member: "takes one member of the session's company out of tables that are append-only for the app",
  forget_references:
    "takes an erased member's words out of the proofs in the session's company's append-only books",
  refresh_referral_performance_summary: "rebuilds the materialized view",
  get_referral_performance_summary: "reads the session's company out of the materialized view",
};

const tenantPolicy = "(company_id = NULLIF(current_setting('app.company_id'::text, true), ''::text))";

function quoted(names: Record<string, string>): string {
  return Object.keys(names)
    .map((name) => `'${name}'`)
    .join(", ");
}

type Rule = { says: string; query: string };

const tenantTables = `
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND c.relname NOT IN (${quoted(sharedTables)})`;

/** Each query returns the names of what breaks the rule. */
const rules: Rule[] = [
  {
    says: "a tenant table has company_id text NOT NULL",
    query: `SELECT t.relname AS name FROM (${tenantTables}) t WHERE NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'company_id' AND a.attnotnull
        AND a.atttypid = 'text'::regtype AND NOT a.attisdropped)`,
  },
  {
    says: "the planner has no opinion on how large a company is",
    query: `SELECT t.relname AS name FROM (${tenantTables}) t JOIN pg_attribute a ON a.attrelid = t.oid
      WHERE a.attname = 'company_id' AND a.attstattarget IS DISTINCT FROM 0
        -- Whose two indexes are chosen between by just that.
        AND t.relname <> 'member_stats'`,
  },
  {
    says: "row-level security is enabled and forced on every table",
    query: `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)`,
  },
  {
    says: "the app's role sees a tenant table through the tenant policy",
    query: `SELECT t.relname AS name FROM (${tenantTables}) t WHERE NOT EXISTS (
      SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polcmd = '*'
        AND p.polroles = ARRAY['referly_app'::regrole::oid]
        AND pg_get_expr(p.polqual, t.oid) = $policy$${tenantPolicy}$policy$
        AND pg_get_expr(p.polwithcheck, t.oid) = $policy$${tenantPolicy}$policy$)`,
  },
  {
    says: "no other policy widens what the app's role sees of a tenant table",
    query: `SELECT t.relname || '.' || p.polname AS name FROM (${tenantTables}) t JOIN pg_policy p ON p.polrelid = t.oid
      WHERE p.polpermissive AND p.polroles && ARRAY['referly_app'::regrole::oid, 0::oid] AND p.polname <> 'tenant_isolation'`,
  },
  {
    says: "no policy lets everybody in, not even to a shared table",
    query: `SELECT polrelid::regclass || '.' || polname AS name FROM pg_policy
      WHERE polpermissive AND 'true' IN (pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))`,
  },
  {
    says: "a policy asks no other table",
    query: `SELECT polrelid::regclass || '.' || polname AS name FROM pg_policy
      WHERE pg_get_expr(polqual, polrelid) ~* '\\mselect\\M' OR pg_get_expr(polwithcheck, polrelid) ~* '\\mselect\\M'`,
  },
  {
    // That of clicks by visitor is searched with every click, and starts with a link, which is of one company.
    says: "every key and index of a tenant table starts with company_id",
    query: `SELECT i.indexrelid::regclass::text AS name FROM (${tenantTables}) t JOIN pg_index i ON i.indrelid = t.oid
      WHERE NOT EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND (a.attname = 'company_id'
          OR i.indexrelid::regclass::text ~ '^referral_clicks_(by_visitor|[0-9_a-z]*code_id_visitor_key_clicked_at_idx)$'))`,
  },
  {
    says: "every tenant table has a primary key",
    query: `SELECT t.relname AS name FROM (${tenantTables}) t WHERE NOT EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)`,
  },
  {
    says: "every foreign key starts with company_id on both sides and stays inside the tenant tables",
    query: `SELECT f.conname AS name FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_attribute a, pg_attribute b
        WHERE a.attrelid = f.conrelid AND a.attnum = f.conkey[1] AND a.attname = 'company_id'
          AND b.attrelid = f.confrelid AND b.attnum = f.confkey[1] AND b.attname = 'company_id')`,
  },
  {
    says: "a foreign key never sets its columns to null or a default",
    query: `SELECT conname AS name FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
      AND (confdeltype NOT IN ('a', 'r', 'c') OR confupdtype NOT IN ('a', 'r', 'c'))`,
  },
  {
    says: "partitions and materialized views are not granted to the app's role",
    query: `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
      AND (c.relispartition OR c.relkind = 'm')
      AND has_table_privilege('referly_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`,
  },
  {
    says: "views run with the rights of whoever asks",
    query: `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
      AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)`,
  },
  {
    says: "the app's role can neither truncate nor refer to a table, nor put triggers on one",
    query: `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
      AND has_table_privilege('referly_app', oid, 'TRUNCATE, REFERENCES, TRIGGER')`,
  },
  {
    says: "the app's role owns nothing",
    query: `SELECT classid::regclass || ' ' || objid AS name FROM pg_shdepend
      WHERE refobjid = 'referly_app'::regrole AND deptype = 'o'
        AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  },
  {
    says: "the app's role has no right that passes row-level security",
    query: `SELECT rolname AS name FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)
      AND pg_has_role('referly_app', oid, 'MEMBER')`,
  },
  {
    says: "the app's role cannot make tables",
    query: `SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('public', 'pgboss', 'drizzle')
      AND has_schema_privilege('referly_app', oid, 'CREATE')`,
  },
  {
    says: "only the functions of the design run with the owner's rights, each with a search path of its own",
    query: `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
      AND (NOT proname = ANY (ARRAY[${quoted(definerFunctions)}])
           OR NOT coalesce(proconfig::text LIKE '%search_path%', false))`,
  },
  {
    says: "nobody else may call a function",
    query: `SELECT p.proname AS name FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) grantee
      WHERE p.pronamespace = 'public'::regnamespace AND grantee.grantee = 0`,
  },
  {
    says: "a column that names a company is called company_id",
    query: `SELECT c.relname || '.' || a.attname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
        AND a.attname ~ '(tenant|account|biz|compan)' AND a.attname <> 'company_id' AND a.atttypid <> 'uuid'::regtype`,
  },
];

/** Everything in a database that breaks a rule of tenancy, as sentences; needs a superuser's connection. */
export async function tenancyViolations(sql: postgres.Sql | postgres.TransactionSql): Promise<string[]> {
  const found: string[] = [];
  for (const { says, query } of rules) {
    const rows = await sql.unsafe<{ name: string }[]>(query);
    found.push(...rows.map(({ name }) => `${says}: ${name}`));
  }
  return found;
}
