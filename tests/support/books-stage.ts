import type { Ctx } from "#lib/core/context.ts";
import { getBalances } from "#lib/ledger/index.ts";
import { openTestServices, type TestServices } from "./context.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export type BooksStage = { database: TestDatabase; services: TestServices; close(): Promise<void> };

/** A database of its own with services on it, for tests of the books. */
export async function openBooksStage(): Promise<BooksStage> {
  const database = await createTestDatabase();
  const services = openTestServices(database.appUrl, { max: 8 });
  return {
    database,
    services,
    async close() {
      await services.db.close();
      await database.drop();
    },
  };
}

/** What stands on a member's accounts, as "kind unit" to the balance. */
export async function bookOf(ctx: Ctx, holderId: string): Promise<Record<string, bigint>> {
  const balances = await getBalances(ctx, { holderIds: [holderId] });
  return Object.fromEntries(balances.map(({ kind, unit, balance }) => [`${kind} ${unit}`, balance]));
}
