import type { LocalServer } from "#lib/runtime/postgres-roles.ts";

declare module "vitest" {
  interface ProvidedContext {
    testServer: LocalServer;
  }
}

/** The migrated, empty database that every test file copies. */
export const TEMPLATE = "referly_template";
