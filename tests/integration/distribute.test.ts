import { spawnSync } from "node:child_process";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DistributionStep, planDistribution } from "#lib/runtime/distribution-plan.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { PROJECT } from "#tests/support/project-files.ts";

describe("npm run db:distribute", () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let steps: DistributionStep[];
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
    steps = await planDistribution(sql);
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const position = (table: string) => steps.findIndex((step) => step.table === table);

  it("says what is missing, and fails, where the extension is not installed", () => {
    const run = spawnSync(process.execPath, [join(PROJECT, "lib/runtime/distribute.ts")], {
      env: { ...process.env, DATABASE_ADMIN_URL: database.adminUrl, DATABASE_URL: "" },
      encoding: "utf8",
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("does not offer the extension citus");
  });

  it("has a place for every table: tenants' by company, codes by code, the inbox and timers undivided", () => {
    const kinds = new Map(steps.map((step) => [step.table, step.kind === "local" ? "local" : step.column]));
    expect(kinds.get("referrals")).toBe("company_id");
    expect(kinds.get("referral_clicks")).toBe("company_id");
    expect(kinds.get("code_directory")).toBe("code");
    expect(kinds.get("webhook_events")).toBe("local");
    expect(kinds.get("timers")).toBe("local");
    expect([...kinds.values()].every((kind) => ["company_id", "code", "local"].includes(kind))).toBe(true);
  });

  it("distributes what is referenced before what references it", async () => {
    const references = await sql<{ from: string; to: string }[]>`
      SELECT DISTINCT conrelid::regclass::text AS from, confrelid::regclass::text AS to FROM pg_constraint
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0 AND conrelid <> confrelid`;
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter(({ from, to }) => position(from) < position(to))).toEqual([]);
  });

  it("leaves no foreign key between tables that would lie apart", async () => {
    const apart = await sql<{ from: string; to: string }[]>`
      SELECT conrelid::regclass::text AS from, confrelid::regclass::text AS to FROM pg_constraint
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;
    const together = (table: string) => {
      const step = steps[position(table)];
      return step?.kind === "distribute" && step.column === "company_id";
    };
    expect(apart.filter(({ from, to }) => position(from) >= 0 && !(together(from) && together(to)))).toEqual(
      [],
    );
  });
});
