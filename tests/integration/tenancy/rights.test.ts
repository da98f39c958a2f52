import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertStatement } from "#tests/support/sample-rows.ts";
import { sharedTables } from "#tests/support/tenancy-rules.ts";
import {
  companiesIn,
  denied,
  newKey,
  nobody,
  openTenancyStage,
  other,
  own,
  type TenancyStage,
} from "#tests/support/tenancy-stage.ts";

/** What was decided, done and clicked is added to and never rewritten. Another such table is added here. */
const appendOnly = [
  "affiliate_terms",
  "attribution_decisions",
  "attribution_rules",
  "audit_logs",
  "campaign_prizes",
  "campaign_standings",
  "campaign_versions",
  "code_directory",
  "commission_plan_versions",
  "ledger_accounts",
  "ledger_entries",
  "member_badges",
  "page_directory",
  "reconciliation_repairs",
  "referral_analytics",
  "referral_clicks",
  "stats_comparisons",
];

let stage: TenancyStage;

beforeAll(async () => {
  stage = await openTenancyStage();
});
afterAll(() => stage.close());

const find = (name: string) => {
  const relation = stage.relations.find((known) => known.name === name);
  if (!relation) throw new Error(`There is no ${name}`);
  return relation;
};

describe("an append-only table", () => {
  test("is one that the app's role may add to and not change, and these are all of them", async () => {
    const found: string[] = [];
    for (const relation of stage.tables) {
      const { text, values } = insertStatement(relation, {
        ...stage.rowsOf(relation).own,
        ...newKey(relation),
      });
      const added = await stage.as(own, text, values);
      const changed = await stage.as(own, `UPDATE ${relation.name} SET company_id = company_id`);
      const mayAdd = !("refused" in added) || added.refused !== "42501";
      const mayChange = !("refused" in changed) || changed.refused !== "42501";
      if (mayAdd && !mayChange) found.push(relation.name);
    }
    expect(found.toSorted()).toEqual(appendOnly);
  });

  test("refuses the app's role every way to rewrite or empty it, whoever the session claims to be", async () => {
    for (const name of appendOnly) {
      const key = find(name).primaryKey.join(", ");
      for (const statement of [
        `UPDATE ${name} SET company_id = company_id`,
        `UPDATE ${name} SET company_id = company_id WHERE false`,
        `DELETE FROM ${name}`,
        `DELETE FROM ${name} WHERE false`,
        `TRUNCATE ${name}`,
        `SELECT 1 FROM ${name} FOR UPDATE`,
        `INSERT INTO ${name} SELECT * FROM ${name} ON CONFLICT (${key}) DO UPDATE SET company_id = excluded.company_id`,
        `MERGE INTO ${name} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
      ]) {
        for (const tenant of [own, ...nobody]) {
          expect(await stage.as(tenant, statement), `${statement} as ${tenant}`).toEqual(denied);
        }
      }
    }
  });
});

describe("what is not granted", () => {
  test("partitions and materialized views answer the app's role in no way", async () => {
    const closed = stage.relations.filter(({ kind }) => kind === "partition" || kind === "materialized");
    expect(closed.length).toBeGreaterThan(10);
    for (const relation of closed) {
      const { name, kind } = relation;
      const statements = [`SELECT 1 FROM ${name}`];
      if (kind === "partition") {
        const columns = relation.columns.map((column) => column.name).join(", ");
        statements.push(
          `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${name}`,
          `DELETE FROM ${name}`,
          `UPDATE ${name} SET company_id = company_id`,
          `TRUNCATE ${name}`,
        );
      }
      for (const statement of statements) {
        for (const tenant of [own, ...nobody]) {
          expect(await stage.as(tenant, statement), `${statement} as ${tenant}`).toEqual(denied);
        }
      }
    }
  });

  test("no table can be truncated, altered or dropped", async () => {
    for (const { name } of stage.tables) {
      expect(await stage.as(own, `TRUNCATE ${name}`), name).toEqual(denied);
      expect(await stage.as(own, `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`), name).toEqual(denied);
      expect(await stage.as(own, `DROP TABLE ${name}`), name).toEqual(denied);
    }
  });

  test("the app's role cannot become the owner nor open the door of its functions", async () => {
    expect(await stage.as(own, "SET LOCAL ROLE referly_owner")).toEqual(denied);
    const opened = await stage.as(own, "SELECT set_config('app.maintenance', 'on', true)");
    expect("rows" in opened).toBe(true);
    for (const { name } of stage.tenantTables) {
      const both = `WITH door AS MATERIALIZED (SELECT set_config('app.maintenance', 'on', true))
        SELECT t.company_id FROM ${name} t, door`;
      expect(companiesIn(await stage.as(own, both)).has(other), name).toBe(false);
    }
  });
});

describe("a table that companies share", () => {
  test("lets a company write entries of its own only, and take over nobody's", async () => {
    const takeOver = `INSERT INTO experience_directory (experience_id, company_id) VALUES ('experience_id-2', '${own}')
      ON CONFLICT (experience_id) DO UPDATE SET company_id = excluded.company_id`;
    expect(await stage.as(own, takeOver)).toEqual(denied);
    const foreign = `INSERT INTO experience_directory (experience_id, company_id) VALUES ('exp_new', '${other}')`;
    for (const tenant of [own, ...nobody]) expect(await stage.as(tenant, foreign)).toEqual(denied);
    const code = `INSERT INTO code_directory (code, company_id, code_id) VALUES ('newcode', '${other}', gen_random_uuid())`;
    for (const tenant of [own, ...nobody]) expect(await stage.as(tenant, code)).toEqual(denied);
    expect(await stage.as(own, "DELETE FROM experience_directory")).toEqual(denied);
  });

  test("lets a company change its own webhooks and timers only", async () => {
    for (const name of ["webhook_events", "timers"]) {
      const touched = await stage.as(own, `UPDATE ${name} SET company_id = company_id RETURNING company_id`);
      expect(companiesIn(touched), name).toEqual(new Set([own]));
      for (const tenant of nobody) {
        const outcome = await stage.as(
          tenant,
          `UPDATE ${name} SET company_id = company_id RETURNING company_id`,
        );
        expect(outcome, `${name} as ${tenant}`).toEqual({ rows: [] });
      }
    }
  });

  test("is the machinery's to read in full, so that it finds the company it looks for", async () => {
    for (const name of Object.keys(sharedTables)) {
      const all = `WITH scope AS MATERIALIZED (SELECT set_config('app.scope', 'machinery', true))
        SELECT t.company_id FROM scope, LATERAL (SELECT company_id FROM ${name} OFFSET 0) t`;
      expect(companiesIn(await stage.as(null, all)), name).toEqual(new Set([own, other]));
    }
  });
});

describe("a function", () => {
  const ids = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"];

  test("answers with the session's company, whatever it is asked for", async () => {
    const stats = `SELECT user_id FROM get_referral_stats(ARRAY['${ids.join("','")}']::uuid[])`;
    const summary = "SELECT referral_code_id FROM get_referral_performance_summary()";
    expect(await stage.as(own, summary)).toEqual({ rows: [{ referral_code_id: ids[0] }] });
    const seen = await stage.as(own, stats);
    if ("rows" in seen) for (const row of seen.rows) expect(row.user_id).toBe(ids[0]);
    for (const tenant of nobody) {
      expect(await stage.as(tenant, stats)).toEqual({ rows: [] });
      expect(await stage.as(tenant, summary)).toEqual({ rows: [] });
      expect(await stage.as(tenant, "SELECT update_referral_uses()")).toEqual({
        rows: [{ update_referral_uses: 0 }],
      });
    }
  });
});
