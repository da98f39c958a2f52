import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { sharedTables, tenancyViolations } from "#tests/support/tenancy-rules.ts";

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

test("every table, partition, view and function keeps the rules of tenancy", async () => {
  expect(await tenancyViolations(sql)).toEqual([]);
});

test("the tables that are not a tenant's are exactly those with a reason", async () => {
  const rows = await sql<{ relname: string }[]>`
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY (${Object.keys(sharedTables)})`;
  expect(rows.map((row) => row.relname).toSorted()).toEqual(Object.keys(sharedTables).toSorted());
});

const good = "company_id text NOT NULL, id uuid NOT NULL, CONSTRAINT p PRIMARY KEY (company_id, id)";
const apply = "SELECT apply_tenancy('planted')";

/** Each of these is a mistake somebody could make; the rules must name it. */
const mistakes: Record<string, { does: string; says: string }> = {
  "a table without a company": {
    does: "CREATE TABLE planted (id uuid PRIMARY KEY)",
    says: "a tenant table has company_id",
  },
  "a table nobody secured": {
    does: `CREATE TABLE planted (${good})`,
    says: "row-level security is enabled and forced",
  },
  "a table whose owner passes the policy": {
    does: `CREATE TABLE planted (${good}); ${apply}; ALTER TABLE planted NO FORCE ROW LEVEL SECURITY`,
    says: "row-level security is enabled and forced",
  },
  "a table whose companies the planner believes to know": {
    does: `CREATE TABLE planted (${good}); ${apply}; ALTER TABLE planted ALTER COLUMN company_id SET STATISTICS 100`,
    says: "the planner has no opinion",
  },
  "a policy that forgets writes": {
    does: `CREATE TABLE planted (${good}); ${apply}; DROP POLICY tenant_isolation ON planted;
      CREATE POLICY tenant_isolation ON planted TO referly_app
        USING (company_id = nullif(current_setting('app.company_id', true), '')) WITH CHECK (true)`,
    says: "through the tenant policy",
  },
  "a policy that fails when no tenant is set": {
    does: `CREATE TABLE planted (${good}); ${apply}; DROP POLICY tenant_isolation ON planted;
      CREATE POLICY tenant_isolation ON planted TO referly_app USING (company_id = current_setting('app.company_id'))`,
    says: "through the tenant policy",
  },
  "a second policy that lets everybody read": {
    does: `CREATE TABLE planted (${good}); ${apply}; CREATE POLICY support ON planted FOR SELECT TO PUBLIC USING (true)`,
    says: "no other policy widens",
  },
  "a shared table that everybody reads": {
    does: "CREATE POLICY open ON code_directory FOR SELECT TO referly_app USING (true)",
    says: "no policy lets everybody in",
  },
  "a policy that asks another table": {
    does: `CREATE TABLE planted (${good}); ${apply};
      CREATE POLICY joined ON planted AS RESTRICTIVE TO referly_app USING (EXISTS (SELECT FROM users))`,
    says: "a policy asks no other table",
  },
  "a key of its own": {
    does: `CREATE TABLE planted (company_id text NOT NULL, id uuid PRIMARY KEY); ${apply}`,
    says: "starts with company_id: planted_pkey",
  },
  "an index over all companies": {
    does: `CREATE TABLE planted (${good}, email text); ${apply}; CREATE INDEX planted_email ON planted (email)`,
    says: "starts with company_id: planted_email",
  },
  "no key at all": {
    does: `CREATE TABLE planted (company_id text NOT NULL); ${apply}`,
    says: "has a primary key",
  },
  "a foreign key that crosses companies": {
    does: `CREATE TABLE parent (id uuid PRIMARY KEY); CREATE TABLE planted (${good}, parent_id uuid REFERENCES parent); ${apply}`,
    says: "every foreign key starts with company_id",
  },
  "a foreign key that empties columns": {
    does: `CREATE TABLE planted (${good}, user_id uuid,
      FOREIGN KEY (company_id, user_id) REFERENCES users (company_id, id) ON DELETE SET NULL); ${apply}`,
    says: "never sets its columns to null",
  },
  "a partition somebody granted": {
    does: "GRANT SELECT ON referral_clicks_default TO referly_app",
    says: "not granted to the app's role: referral_clicks_default",
  },
  "a materialized view somebody granted": {
    does: "GRANT SELECT ON referral_performance_summary TO referly_app",
    says: "not granted to the app's role: referral_performance_summary",
  },
  "a view with its maker's rights": {
    does: "CREATE VIEW planted AS SELECT * FROM users",
    says: "views run with the rights of whoever asks",
  },
  "a right to truncate": {
    does: "GRANT TRUNCATE ON users TO referly_app",
    says: "neither truncate nor refer",
  },
  "a table the app's role owns": {
    does: `CREATE TABLE planted (${good}); ${apply}; ALTER TABLE planted OWNER TO referly_app`,
    says: "owns nothing",
  },
  "a role that passes row-level security": {
    does: "ALTER ROLE referly_app BYPASSRLS",
    says: "passes row-level security",
  },
  "a function with the owner's rights": {
    does: "CREATE FUNCTION planted() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM users'",
    says: "run with the owner's rights",
  },
  "a company under another name": {
    does: `CREATE TABLE planted (${good}, tenant_id text); ${apply}`,
    says: "is called company_id: planted.tenant_id",
  },
};

for (const [name, { does, says }] of Object.entries(mistakes)) {
  test(`${name} is found`, async () => {
    const undo = new Error("undo");
    let found: string[] = [];
    await sql
      .begin(async (tx) => {
        await tx.unsafe(does).simple();
        found = await tenancyViolations(tx);
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    expect(found.join("\n")).toContain(says);
  });
}
