import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { insertStatement, type Relation, type Row, readRelations, sampleRow } from "./sample-rows.ts";
import { sharedTables } from "./tenancy-rules.ts";

export const own = "biz_own";
export const other = "biz_other";
/** What a session may claim to be, apart from a company: nothing at all (null), nothing, or nonsense. */
export const nobody = [
  null,
  "",
  "biz_nobody",
  "%",
  "biz_own,biz_other",
  "' OR true --",
  "BIZ_OTHER",
  "*",
] as const;

export type Tenant = string | null;
/** What a statement came to: its rows, or the database's code of the refusal. */
export type Outcome = { rows: Row[] } | { refused: string };

/** No right, or row-level security said no. */
export const denied: Outcome = { refused: "42501" };

export type TenancyStage = {
  database: TestDatabase;
  relations: Relation[];
  tables: Relation[];
  tenantTables: Relation[];
  /** The row that each of the two companies has in a table. */
  rowsOf(relation: Relation): { own: Row; other: Row };
  /** One statement as the app's role, claiming a company or none, in a transaction that is always undone. */
  as(tenant: Tenant, text: string, values?: unknown[]): Promise<Outcome>;
  close(): Promise<void>;
};

/** A database in which two companies have one row in every table there is. */
export async function openTenancyStage(): Promise<TenancyStage> {
  const database = await createTestDatabase();
  const god = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  const app = postgres(database.appUrl, { max: 1, onnotice: () => {} });
  const relations = await readRelations(god);
  const tables = relations.filter(({ kind }) => kind === "table" || kind === "partitioned");
  const rows = new Map<string, { own: Row; other: Row }>();
  await god.begin(async (tx) => {
    // Rows for the test only: their own order of foreign keys does not matter here.
    await tx.unsafe("SET LOCAL session_replication_role = replica");
    for (const relation of tables) {
      const pair = { own: sampleRow(relation, own, 1), other: sampleRow(relation, other, 2) };
      rows.set(relation.name, pair);
      for (const row of Object.values(pair)) {
        const { text, values } = insertStatement(relation, row);
        await tx.unsafe(text, values.map(String));
      }
    }
  });
  await god.unsafe("SELECT set_config('app.maintenance', 'on', false)");
  await god.unsafe("REFRESH MATERIALIZED VIEW referral_performance_summary");

  return {
    database,
    relations,
    tables,
    tenantTables: tables.filter(({ name }) => !(name in sharedTables)),
    rowsOf({ name }) {
      const found = rows.get(name);
      if (!found) throw new Error(`No sample rows of ${name}`);
      return found;
    },
    as: (tenant, text, values = []) => attempt(app, tenant, text, values),
    async close() {
      await Promise.all([god.end(), app.end()]);
      await database.drop();
    },
  };
}

async function attempt(app: postgres.Sql, tenant: Tenant, text: string, values: unknown[]): Promise<Outcome> {
  const undo = new Error("undo");
  let outcome: Outcome = { rows: [] };
  await app
    .begin(async (tx) => {
      if (tenant !== null) await tx`SELECT set_config('app.company_id', ${tenant}, true)`;
      outcome = { rows: [...(await tx.unsafe(text, values.map(String)))] };
      throw undo;
    })
    .catch((error: unknown) => {
      if (error === undo) return;
      if (!(error instanceof postgres.PostgresError)) throw error;
      outcome = { refused: error.code };
    });
  return outcome;
}

export function companiesIn(outcome: Outcome): Set<unknown> {
  return "rows" in outcome ? new Set(outcome.rows.map((row) => row.company_id)) : new Set();
}

/** Another primary key than the samples', so that only tenancy can refuse the row. */
export function newKey(relation: Relation): Row {
  const fresh: Row = {};
  const salted = sampleRow(relation, own, 3);
  for (const column of relation.primaryKey) if (column !== "company_id") fresh[column] = salted[column];
  return fresh;
}
