import { describe, expect, it } from "vitest";
import { readMigrations } from "#db/migrate.ts";
import { projectFiles } from "#tests/support/project-files.ts";

const names = (pattern: RegExp) =>
  projectFiles(pattern).map((path) => path.slice(path.lastIndexOf("/") + 1, -".sql".length));

describe("the migrations", () => {
  it("have a way back each, and none is left over", () => {
    const tags = readMigrations().map(({ tag }) => tag);
    expect(names(/^drizzle\/down\/[^/]+\.sql$/).sort()).toEqual(tags.toSorted());
  });

  it("are all in the journal: a file that is not would never run", () => {
    const tags = readMigrations().map(({ tag }) => tag);
    expect(names(/^drizzle\/[^/]+\.sql$/).sort()).toEqual(tags.toSorted());
  });

  it("are not empty, in either direction", () => {
    const statements = (sql: string) => sql.replace(/--.*$/gm, "").trim();
    const empty = readMigrations().filter(({ up, down }) => statements(up) === "" || statements(down) === "");
    expect(empty.map(({ tag }) => tag)).toEqual([]);
  });
});
