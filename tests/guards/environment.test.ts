import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { loadEnv } from "#lib/core/env.ts";
import { readProjectFile } from "#tests/support/project-files.ts";

const example = readProjectFile(".env.example");
const values = parseEnv(example);
const database = "postgres://referly_app:password@localhost:5432/referly";

describe(".env.example", () => {
  it("works as it stands; only the database's address is the reader's own", () => {
    expect(() => loadEnv({ ...values, DATABASE_URL: database })).not.toThrow();
    expect(() => loadEnv(values)).toThrow(/one variable is missing or wrong.\n\n {2}DATABASE_URL is missing/);
  });

  it("lists every variable that lib/core/env.ts reads", () => {
    const source = readProjectFile("lib/core/env.ts");
    const read = new Set(source.match(/^ {2}[A-Z][A-Z_]+(?=:)/gm)?.map((name) => name.trim()));
    // The one that npm start sets for its own processes is nobody else's to set.
    read.delete("REFERLY_SANDBOX_URL");
    const listed = new Set([...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]));
    expect(read.size).toBeGreaterThan(8);
    expect([...read].filter((name) => !listed.has(name))).toEqual([]);
  });

  it("is refused beside a real Whop, secret by secret", () => {
    const real = { ...values, DATABASE_URL: database, WHOP_API_BASE_URL: "https://api.whop.com/api/v1" };
    expect(() => loadEnv(real)).toThrow(
      /WHOP_API_KEY[\s\S]*REFERLY_SECRET[\s\S]*JOBS_SECRET[\s\S]*WHOP_WEBHOOK_SECRET/,
    );
  });
});
