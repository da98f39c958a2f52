import { afterAll, beforeAll, expect, test } from "vitest";
import { insertStatement, sampleRow } from "#tests/support/sample-rows.ts";
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

let stage: TenancyStage;

beforeAll(async () => {
  stage = await openTenancyStage();
});
afterAll(() => stage.close());

test("the sample covers every table there is", () => {
  expect(stage.tables.length).toBeGreaterThan(35);
  for (const relation of stage.tables) expect(stage.rowsOf(relation).own, relation.name).toBeDefined();
});

test("a company sees its own rows of every table and no others", async () => {
  for (const { name } of stage.tables) {
    expect(companiesIn(await stage.as(own, `SELECT * FROM ${name}`)), name).toEqual(new Set([own]));
    expect(companiesIn(await stage.as(other, `SELECT * FROM ${name}`)), name).toEqual(new Set([other]));
  }
});

test("a session that is no company sees nothing of any table", async () => {
  for (const { name } of stage.tables) {
    for (const tenant of nobody) {
      expect(await stage.as(tenant, `SELECT * FROM ${name}`), `${name} as ${tenant}`).toEqual({ rows: [] });
    }
  }
});

test("a view shows a company its own rows, and a session that is no company nothing", async () => {
  for (const { name, kind } of stage.relations) {
    if (kind !== "view") continue;
    for (const tenant of [own, other]) {
      const seen = companiesIn(await stage.as(tenant, `SELECT * FROM ${name}`));
      expect(
        [...seen].filter((company) => company !== tenant),
        name,
      ).toEqual([]);
    }
    for (const tenant of nobody) {
      const seen = await stage.as(tenant, `SELECT * FROM ${name}`);
      expect("rows" in seen ? seen.rows : [], `${name} as ${tenant}`).toEqual([]);
    }
  }
});

test("no tenant table takes a row for another company, nor one from a session that is no company", async () => {
  for (const relation of stage.tenantTables) {
    const row = { ...stage.rowsOf(relation).other, ...newKey(relation) };
    const { text, values } = insertStatement(relation, row);
    for (const tenant of [own, ...nobody]) {
      expect(await stage.as(tenant, text, values), `${relation.name} as ${tenant}`).toEqual(denied);
    }
  }
});

test("a row of the session's own company is taken, so that the refusals above mean something", async () => {
  for (const relation of stage.tenantTables) {
    const row = { ...stage.rowsOf(relation).own, ...newKey(relation) };
    const { text, values } = insertStatement(relation, row);
    expect(await stage.as(own, text, values), relation.name).not.toEqual(denied);
  }
});

test("changes and deletions reach a company's own rows only, and nobody's from a session that is none", async () => {
  for (const { name } of stage.tenantTables) {
    for (const statement of [
      `UPDATE ${name} SET company_id = company_id RETURNING company_id`,
      `UPDATE ${name} SET company_id = company_id WHERE company_id = '${other}' RETURNING company_id`,
      `DELETE FROM ${name} RETURNING company_id`,
      `DELETE FROM ${name} WHERE company_id = '${other}' RETURNING company_id`,
    ]) {
      expect(companiesIn(await stage.as(own, statement)).has(other), statement).toBe(false);
      for (const tenant of nobody) {
        expect(companiesIn(await stage.as(tenant, statement)).size, `${statement} as ${tenant}`).toBe(0);
      }
    }
  }
});

test("no row can be moved to another company", async () => {
  for (const { name } of stage.tenantTables) {
    const outcome = await stage.as(own, `UPDATE ${name} SET company_id = '${other}' RETURNING company_id`);
    // companies has nothing but company_id as its key, so the key may speak first.
    expect([denied, { refused: "23505" }], name).toContainEqual(outcome);
  }
});

test("no upsert reaches another company's row", async () => {
  for (const relation of stage.tenantTables) {
    const { text, values } = insertStatement(relation, stage.rowsOf(relation).other);
    const key = relation.primaryKey.join(", ");
    for (const tenant of [own, ...nobody]) {
      for (const resolution of ["DO UPDATE SET company_id = excluded.company_id", "DO NOTHING"]) {
        const outcome = await stage.as(tenant, `${text} ON CONFLICT (${key}) ${resolution}`, values);
        expect(outcome, `${relation.name} as ${tenant}: ${resolution}`).toEqual(denied);
      }
    }
  }
});

test("no foreign key can point at another company's row", async () => {
  let checked = 0;
  for (const relation of stage.tenantTables) {
    for (const key of relation.foreignKeys) {
      const parent = stage.relations.find(({ name }) => name === key.parent);
      if (!parent) throw new Error(`${key.name} refers to ${key.parent}, which is not there`);
      const row = sampleRow(relation, own, 3);
      key.columns.forEach((column, index) => {
        if (column !== "company_id") row[column] = stage.rowsOf(parent).other[key.parentColumns[index] ?? ""];
      });
      const { text, values } = insertStatement(relation, row);
      expect(await stage.as(own, text, values), `${relation.name}.${key.name}`).toEqual({ refused: "23503" });
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(10);
});
