import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { createOwnedDatabase, localUrl } from "#lib/runtime/postgres-roles.ts";
import { TEMPLATE } from "./template.ts";

export type TestDatabase = {
  /** Role referly_app: what the product runs as. */
  appUrl: string;
  /** Role referly_owner: what migrations run as. */
  adminUrl: string;
  /** Bypasses row-level security; for looking at what is really there. */
  superUrl: string;
  drop(): Promise<void>;
};

async function asSuperuser<T>(fn: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(localUrl(inject("testServer"), "superuser", "postgres"), {
    max: 1,
    onnotice: () => {},
  });
  try {
    return await fn(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A database of this file's own, migrated and empty, or with `blank` not even migrated. */
export async function createTestDatabase(options: { blank?: boolean } = {}): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `t_${randomBytes(8).toString("hex")}`;
  await asSuperuser((sql) => createOwnedDatabase(sql, name, options.blank ? undefined : TEMPLATE));
  return {
    appUrl: localUrl(server, "app", name),
    adminUrl: localUrl(server, "owner", name),
    superUrl: localUrl(server, "superuser", name),
    drop: () =>
      asSuperuser(async (sql) => {
        await sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}
