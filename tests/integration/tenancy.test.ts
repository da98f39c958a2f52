import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import {
  insertStatement,
  type Relation,
  type Row,
  readRelations,
  sampleRow,
} from "#tests/support/sample-rows.ts";
import { sharedTables } from "#tests/support/tenancy-rules.ts";

const own = "biz_own";
const other = "biz_other";
/** What a session may claim to be, apart from its own company. */
const nobody = ["", "biz_nobody", "%", "biz_own,biz_other", "' OR true --", "BIZ_OTHER", "*"];

let database: TestDatabase;
let god: postgres.Sql;
let app: postgres.Sql;
let relations: Relation[] = [];
const rowsOf = new Map<string, { own: Row; other: Row }>();

beforeAll(async () => {
  database = await createTestDatabase();
  god = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  app = postgres(database.appUrl, { max: 1, onnotice: () => {} });
  relations = await readRelations(god);
  await god.begin(async (tx) => {
    // Rows for the test only: their own order of foreign keys does not matter here.
    await tx.unsafe("SET LOCAL session_replication_role = replica");
    for (const relation of tables()) {
      const rows = { own: sampleRow(relation, own, 1), other: sampleRow(relation, other, 2) };
      rowsOf.set(relation.name, rows);
      for (const row of Object.values(rows)) {
        const { text, values } = insertStatement(relation, row);
        await tx.unsafe(text, values.map(String));
      }
    }
  });
  await god.unsafe("SELECT set_config('app.maintenance', 'on', false)");
  await god.unsafe("REFRESH MATERIALIZED VIEW referral_performance_summary");
});
afterAll(async () => {
  await Promise.all([god.end(), app.end()]);
  await database.drop();
});

const tables = () => relations.filter(({ kind }) => kind === "table" || kind === "partitioned");
const tenantTables = () => tables().filter(({ name }) => !(name in sharedTables));
const rows = (relation: Relation) => {
  const found = rowsOf.get(relation.name);
  if (!found) throw new Error(`No sample rows of ${relation.name}`);
  return found;
};

type Outcome = { rows: Row[] } | { refused: string };

/** One statement as the app's role, claiming a company (or none), in a transaction that is always undone. */
async function as(tenant: string | null, text: string, values: unknown[] = []): Promise<Outcome> {
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

/** No right, or row-level security said no. */
const denied = { refused: "42501" };
const companiesIn = (outcome: Outcome) =>
  "rows" in outcome ? new Set(outcome.rows.map((row) => row.company_id)) : new Set();

test("the sample covers every table there is", () => {
  expect(tables().length).toBeGreaterThan(35);
  expect(rowsOf.size).toBe(tables().length);
});

describe("a tenant table", () => {
  test("shows a company its own rows and no others", async () => {
    for (const { name } of tenantTables()) {
      expect(companiesIn(await as(own, `SELECT * FROM ${name}`)), name).toEqual(new Set([own]));
      expect(companiesIn(await as(other, `SELECT * FROM ${name}`)), name).toEqual(new Set([other]));
    }
  });

  test("shows nothing to a session that is no company", async () => {
    for (const { name } of tenantTables()) {
      for (const tenant of [null, ...nobody]) {
        expect(await as(tenant, `SELECT * FROM ${name}`), `${name} as ${tenant}`).toEqual({ rows: [] });
      }
    }
  });

  test("takes no row for another company, nor from a session that is no company", async () => {
    for (const relation of tenantTables()) {
      const row = { ...rows(relation).other, ...newKey(relation) };
      const { text, values } = insertStatement(relation, row);
      for (const tenant of [own, null, ...nobody]) {
        expect(await as(tenant, text, values), `${relation.name} as ${tenant}`).toEqual(denied);
      }
    }
  });

  test("takes a row of the session's own company, so that the refusals above mean something", async () => {
    for (const relation of tenantTables()) {
      const { text, values } = insertStatement(relation, { ...rows(relation).own, ...newKey(relation) });
      expect(await as(own, text, values), relation.name).not.toEqual(denied);
    }
  });

  test("lets a company change and delete its own rows only", async () => {
    for (const { name } of tenantTables()) {
      for (const statement of [
        `UPDATE ${name} SET company_id = company_id RETURNING company_id`,
        `UPDATE ${name} SET company_id = company_id WHERE company_id = '${other}' RETURNING company_id`,
        `DELETE FROM ${name} RETURNING company_id`,
        `DELETE FROM ${name} WHERE company_id = '${other}' RETURNING company_id`,
      ]) {
        const outcome = await as(own, statement);
        expect(companiesIn(outcome).has(other), statement).toBe(false);
        if ("rows" in outcome) expect(companiesIn(await as("biz_nobody", statement)).size, statement).toBe(0);
      }
    }
  });

  test("lets no row be moved to another company", async () => {
    for (const { name } of tenantTables()) {
      const outcome = await as(own, `UPDATE ${name} SET company_id = '${other}' RETURNING company_id`);
      // companies has nothing but company_id as its key, so the key may speak first.
      expect([denied, { refused: "23505" }], name).toContainEqual(outcome);
    }
  });

  test("lets no upsert reach another company's row", async () => {
    for (const relation of tenantTables()) {
      const { text, values } = insertStatement(relation, rows(relation).other);
      const key = relation.primaryKey.join(", ");
      for (const tenant of [own, null, "biz_nobody"]) {
        for (const resolution of [
          `(${key}) DO UPDATE SET company_id = excluded.company_id`,
          `(${key}) DO NOTHING`,
        ]) {
          const outcome = await as(tenant, `${text} ON CONFLICT ${resolution}`, values);
          expect(outcome, `${relation.name} as ${tenant} ${resolution}`).toEqual(denied);
        }
      }
    }
  });

  test("lets no foreign key point at another company's row", async () => {
    let checked = 0;
    for (const relation of tenantTables()) {
      for (const key of relation.foreignKeys) {
        const parent = relations.find(({ name }) => name === key.parent);
        if (!parent) throw new Error(`${key.name} refers to ${key.parent}, which is not there`);
        const row = sampleRow(relation, own, 3);
        key.columns.forEach((column, index) => {
          if (column !== "company_id") row[column] = rows(parent).other[key.parentColumns[index] ?? ""];
        });
        const { text, values } = insertStatement(relation, row);
        expect(await as(own, text, values), `${relation.name}.${key.name}`).toEqual({ refused: "23503" });
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(10);
  });
});

describe("what is not granted", () => {
  test("partitions and materialized views answer the app's role in no way", async () => {
    const closed = relations.filter(({ kind }) => kind === "partition" || kind === "materialized");
    expect(closed.length).toBeGreaterThan(10);
    for (const { name, kind } of closed) {
      const statements = [`SELECT 1 FROM ${name}`];
      if (kind === "partition")
        statements.push(`DELETE FROM ${name}`, `UPDATE ${name} SET company_id = company_id`);
      for (const statement of statements) expect(await as(own, statement), statement).toEqual(denied);
    }
  });

  test("what was decided, done and clicked is never rewritten", async () => {
    for (const name of [
      "audit_logs",
      "attribution_decisions",
      "attribution_rules",
      "referral_clicks",
      "referral_analytics",
      "code_directory",
    ]) {
      for (const statement of [
        `UPDATE ${name} SET company_id = company_id`,
        `DELETE FROM ${name}`,
        `TRUNCATE ${name}`,
        `INSERT INTO ${name} SELECT * FROM ${name} ON CONFLICT (${keyOf(name)}) DO UPDATE SET company_id = excluded.company_id`,
      ]) {
        for (const tenant of [own, null]) expect(await as(tenant, statement), statement).toEqual(denied);
      }
    }
  });

  test("no table can be truncated, altered or dropped", async () => {
    for (const { name } of tables()) {
      expect(await as(own, `TRUNCATE ${name}`), name).toEqual(denied);
      expect(await as(own, `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`), name).toEqual(denied);
      expect(await as(own, `DROP TABLE ${name}`), name).toEqual(denied);
    }
  });

  test("the app's role cannot become the owner nor open the door of its functions", async () => {
    expect(await as(own, "SET LOCAL ROLE referly_owner")).toEqual(denied);
    const opened = await as(own, "SELECT set_config('app.maintenance', 'on', true)");
    expect("rows" in opened).toBe(true);
    for (const { name } of tenantTables()) {
      const both = `WITH door AS MATERIALIZED (SELECT set_config('app.maintenance', 'on', true))
        SELECT t.company_id FROM ${name} t, door`;
      expect(companiesIn(await as(own, both)).has(other), name).toBe(false);
    }
  });
});

describe("a shared table", () => {
  test("lets a company write entries of its own only, and take over nobody's", async () => {
    const takeOver = `INSERT INTO experience_directory (experience_id, company_id) VALUES ('experience_id-2', '${own}')
      ON CONFLICT (experience_id) DO UPDATE SET company_id = excluded.company_id`;
    expect(await as(own, takeOver)).toEqual(denied);
    const foreign = `INSERT INTO experience_directory (experience_id, company_id) VALUES ('exp_new', '${other}')`;
    for (const tenant of [own, null, ...nobody]) expect(await as(tenant, foreign)).toEqual(denied);
    const code = `INSERT INTO code_directory (code, company_id, code_id) VALUES ('newcode', '${other}', gen_random_uuid())`;
    for (const tenant of [own, null, ...nobody]) expect(await as(tenant, code)).toEqual(denied);
    expect(await as(own, "DELETE FROM experience_directory")).toEqual(denied);
  });

  test("shows a company its own webhooks and timers only", async () => {
    for (const name of ["webhook_events", "timers"]) {
      expect(companiesIn(await as(own, `SELECT * FROM ${name}`)), name).toEqual(new Set([own]));
      const touched = await as(own, `UPDATE ${name} SET company_id = company_id RETURNING company_id`);
      expect(companiesIn(touched).has(other), name).toBe(false);
      for (const tenant of [null, ...nobody]) {
        expect(await as(tenant, `SELECT * FROM ${name}`), `${name} as ${tenant}`).toEqual({ rows: [] });
      }
    }
  });
});

describe("a function", () => {
  const ids = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"];

  test("answers with the session's company, whatever it is asked for", async () => {
    const stats = `SELECT user_id FROM get_referral_stats(ARRAY['${ids.join("','")}']::uuid[])`;
    const summary = "SELECT referral_code_id FROM get_referral_performance_summary()";
    expect(await as(own, summary)).toEqual({ rows: [{ referral_code_id: ids[0] }] });
    const seen = await as(own, stats);
    if ("rows" in seen) for (const row of seen.rows) expect(row.user_id).toBe(ids[0]);
    for (const tenant of [null, ...nobody]) {
      expect(await as(tenant, stats)).toEqual({ rows: [] });
      expect(await as(tenant, summary)).toEqual({ rows: [] });
      expect(await as(tenant, "SELECT update_referral_uses()")).toEqual({
        rows: [{ update_referral_uses: 0 }],
      });
    }
  });
});

test("tenants interleaved on two connections, with aborted transactions between them, never meet", async () => {
  const db = openDatabase(database.appUrl, { max: 2, hotMax: 1 });
  const failure = new Error("aborted on purpose");
  try {
    const seen = await Promise.all(
      Array.from({ length: 400 }, async (_, n) => {
        const tenant = n % 2 === 0 ? own : other;
        const run = db.withTenant(tenant, "system:test", async (tx) => {
          const found = await tx.execute<{ company_id: string }>("SELECT company_id FROM users");
          await tx.execute("UPDATE users SET name = name");
          if (n % 5 === 0) throw failure;
          if (n % 7 === 0) await tx.execute("SELECT 1/0");
          return found.map((row) => row.company_id);
        });
        const companies = await run.catch((error: unknown) =>
          error === failure || n % 7 === 0 ? null : Promise.reject(error),
        );
        const machinery = await db.withMachinery((tx) => tx.execute("SELECT company_id FROM users"));
        return { tenant, companies, leaked: machinery.length };
      }),
    );
    for (const { tenant, companies, leaked } of seen) {
      if (companies !== null) expect(companies).toEqual([tenant]);
      expect(leaked).toBe(0);
    }
  } finally {
    await db.close();
  }
});

test("a company id that could be anything but an id opens no transaction", async () => {
  const db = openDatabase(database.appUrl, { max: 1, hotMax: 1 });
  try {
    for (const id of [
      "",
      "biz_",
      "biz_x'; DROP TABLE users; --",
      "user_1",
      "biz_a b",
      `biz_${"x".repeat(61)}`,
    ]) {
      expect(() => db.withTenant(id, "system:test", async () => 1), id).toThrow("valid company id");
    }
  } finally {
    await db.close();
  }
});

/** Another primary key than the sample's, so that only tenancy can refuse the row. */
function newKey(relation: Relation): Row {
  const fresh: Row = {};
  const salted = sampleRow(relation, own, 3);
  for (const column of relation.primaryKey) if (column !== "company_id") fresh[column] = salted[column];
  return fresh;
}

function keyOf(name: string): string {
  return relations.find((relation) => relation.name === name)?.primaryKey.join(", ") ?? "";
}
