import { sql } from "drizzle-orm";
import { ledgerAccounts } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { type AccountKey, accountName } from "./types.ts";

/** Ids of accounts by name; those that are used for the first time are opened. */
export async function openAccounts(ctx: Ctx, keys: readonly AccountKey[]): Promise<Map<string, string>> {
  const found = await accountsOf(ctx, keys);
  const missing = new Map(
    keys.filter((key) => !found.has(accountName(key))).map((key) => [accountName(key), key]),
  );
  if (missing.size === 0) return found;
  const now = ctx.clock.now();
  // In one order for everybody, so that two who open the same accounts wait for each other and never in a circle.
  const rows = [...missing.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { holderId, kind, unit }]) => ({ id: newId(now), holderId, kind, unit, createdAt: now }));
  const { companyId, holderId, kind, unit } = ledgerAccounts;
  await transact(ctx, (tx) =>
    writeRows(tx, ctx.companyId, ledgerAccounts, rows, {
      onConflict: { target: [companyId, holderId, kind, unit], set: "nothing" },
    }),
  );
  return accountsOf(ctx, keys);
}

/** All accounts of the holders: each has a few. */
async function accountsOf(ctx: Ctx, keys: readonly AccountKey[]): Promise<Map<string, string>> {
  const holders = [...new Set(keys.map(({ holderId }) => holderId))];
  const rows = await transact(ctx, (tx) =>
    tx.execute<AccountKey & { id: string }>(sql`
      SELECT a.id, a.holder_id AS "holderId", a.kind, a.unit
        FROM unnest(${sql.param(holders)}::uuid[]) AS h(id)
        JOIN ledger_accounts a ON a.company_id = ${ctx.companyId} AND a.holder_id = h.id`),
  );
  return new Map(rows.map((row) => [accountName(row), row.id]));
}
