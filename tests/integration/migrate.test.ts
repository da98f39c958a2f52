import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrateDown, migrateUp, readMigrations } from "#db/migrate.ts";
import { describeCatalog } from "#tests/support/catalog.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { createTestDatabase } from "#tests/support/database.ts";

type Draft = { tag: string; up: string; down: string };

function writeFolder(folder: string, drafts: Draft[]): string {
  mkdirSync(join(folder, "meta"), { recursive: true });
  mkdirSync(join(folder, "down"), { recursive: true });
  const entries = drafts.map(({ tag }, idx) => ({ idx, tag, version: "7", when: idx, breakpoints: true }));
  writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify({ entries }));
  for (const { tag, up, down } of drafts) {
    writeFileSync(join(folder, `${tag}.sql`), up);
    writeFileSync(join(folder, "down", `${tag}.sql`), down);
  }
  return folder;
}

const first = { tag: "0000_first", up: "CREATE TABLE first (a int);", down: "DROP TABLE first;" };
const second = { tag: "0001_second", up: "CREATE TABLE second (a int);", down: "DROP TABLE second;" };

describe("the migrations of this repository", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ blank: true });
  });
  afterAll(() => database.drop());

  it("leave nothing behind on the way back, and give the same schema again on the way up", async () => {
    const blank = await describeCatalog(database.superUrl);
    const { applied } = await migrateUp(database.adminUrl);
    const migrated = await describeCatalog(database.superUrl);
    expect(applied).toEqual(readMigrations().map(({ tag }) => tag));
    expect(migrated.length).toBeGreaterThan(blank.length);

    const { rolledBack } = await migrateDown(database.adminUrl, { steps: Number.POSITIVE_INFINITY });
    expect(rolledBack).toEqual(applied.toReversed());
    expect(await describeCatalog(database.superUrl)).toEqual(blank);

    await migrateUp(database.adminUrl);
    expect(await describeCatalog(database.superUrl)).toEqual(migrated);
  });

  it("come back to the same schema from every single step", async () => {
    const tags = readMigrations().map(({ tag }) => tag);
    const migrated = await describeCatalog(database.superUrl);
    for (const tag of tags) {
      const { rolledBack } = await migrateDown(database.adminUrl, { to: tag });
      expect(rolledBack).toEqual(tags.slice(tags.indexOf(tag) + 1).toReversed());
      await migrateUp(database.adminUrl);
      expect(await describeCatalog(database.superUrl)).toEqual(migrated);
    }
  });

  it("find nothing to do the second time", async () => {
    expect(await migrateUp(database.adminUrl)).toEqual({ applied: [] });
  });
});

describe("the migration runner", () => {
  const folder = mkdtempSync(join(tmpdir(), "referly-migrations-"));
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ blank: true });
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const inFolder = (name: string, drafts: Draft[]) => writeFolder(join(folder, name), drafts);

  it("applies each migration once when several starters run at the same time", async () => {
    const both = inFolder("both", [first, second]);
    const reports = await Promise.all(Array.from({ length: 6 }, () => migrateUp(database.adminUrl, both)));
    expect(reports.flatMap((report) => report.applied).sort()).toEqual([first.tag, second.tag]);
  });

  it("leaves no half of a migration that fails, and names the file and the line", async () => {
    const broken = {
      tag: "0002_broken",
      up: "CREATE TABLE third (a int);\nSELECT nonsense();",
      down: "SELECT 1;",
    };
    const failing = inFolder("broken", [first, second, broken]);
    await expect(migrateUp(database.adminUrl, failing)).rejects.toThrow(
      /0002_broken\.sql:2 failed: function nonsense/,
    );
    const sql = postgres(database.superUrl, { max: 1 });
    const [row] = await sql<{ name: string | null }[]>`SELECT to_regclass('third')::text AS name`;
    await sql.end();
    expect(row?.name).toBeNull();
  });

  it("refuses a migration that was changed after it was applied", async () => {
    const edited = inFolder("edited", [{ ...first, up: "CREATE TABLE first (b int);" }, second]);
    await expect(migrateUp(database.adminUrl, edited)).rejects.toThrow(/0000_first\.sql was changed after/);
  });

  it("refuses a database that is newer than the code", async () => {
    await expect(migrateUp(database.adminUrl, inFolder("older", [first]))).rejects.toThrow(/0001_second/);
  });

  it("refuses a migration inserted before one that was applied", async () => {
    const early = { tag: "0000_early", up: "SELECT 1;", down: "SELECT 1;" };
    await expect(migrateUp(database.adminUrl, inFolder("early", [early, first, second]))).rejects.toThrow(
      /0000_early/,
    );
  });

  it("refuses to go back to a migration that does not exist", async () => {
    const both = inFolder("known", [first, second]);
    await expect(migrateDown(database.adminUrl, { to: "0009_ninth" }, both)).rejects.toThrow(
      /no migration 0009_ninth/,
    );
  });

  it("refuses a folder in which a migration has no way back", () => {
    const oneWay = inFolder("one-way", [first]);
    rmSync(join(oneWay, "down", `${first.tag}.sql`));
    expect(() => readMigrations(oneWay)).toThrow(/no way back/);
  });
});
