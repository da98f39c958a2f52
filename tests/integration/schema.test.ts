import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readMigrations } from "#db/migrate.ts";
import * as schema from "#db/schema/index.ts";
import { describeTables } from "#tests/support/catalog.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { readProjectFile } from "#tests/support/project-files.ts";

describe("db/schema and the migrations", () => {
  let migrated: TestDatabase;
  let generated: TestDatabase;
  const asWritten = generateDrizzleJson({ ...schema });

  beforeAll(async () => {
    migrated = await createTestDatabase();
    generated = await createTestDatabase({ blank: true });
    const sql = postgres(generated.adminUrl, { max: 1, onnotice: () => {} });
    const statements = await generateMigration(generateDrizzleJson({}), asWritten);
    await sql.unsafe(statements.join("\n")).simple();
    await sql.end();
  });
  afterAll(async () => {
    await migrated.drop();
    await generated.drop();
  });

  it("make the same tables, column by column, constraint by constraint, index by index", async () => {
    const tables = await describeTables(migrated.adminUrl);
    expect(tables.length).toBeGreaterThan(300);
    expect(tables).toEqual(await describeTables(generated.adminUrl));
  });

  it("agree on where the next generated migration begins", async () => {
    const last = readMigrations().at(-1)?.tag.slice(0, 4);
    const snapshot = JSON.parse(readProjectFile(`drizzle/meta/${last}_snapshot.json`));
    expect(await generateMigration(snapshot, asWritten)).toEqual([]);
  });
});
