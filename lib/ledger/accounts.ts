import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { type AccountKey, accountName } from "./types.ts";

/** Ids of accounts by name; those that are used for the first time are opened. */
export async function openAccounts(ctx: Ctx, keys: readonly AccountKey[]): Promise<Map<string, string>> {
  const byName = new Map(
    keys.map(({ holderId, kind, unit }) => [accountName({ holderId, kind, unit }), { holderId, kind, unit }]),
  );
  const wanted = [...byName.values()];
  const found = await findAccounts(ctx, wanted);
  const missing = wanted.filter((key) => !found.has(accountName(key)));
  if (missing.length === 0) return found;
  const now = ctx.clock.now();
  const rows = missing.map(({ holderId, kind, unit }) => ({ id: newId(now), holderId, kind, unit }));
  await transact(ctx, (tx) =>
    tx.execute(sql`
      INSERT INTO ledger_accounts (company_id, id, holder_id, kind, unit, created_at)
      SELECT ${ctx.companyId}, a.id, a."holderId", a.kind, a.unit, ${now.toISOString()}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a(id uuid, "holderId" uuid, kind text, unit text)
       ORDER BY a."holderId", a.kind, a.unit
      ON CONFLICT ON CONSTRAINT ledger_accounts_once_per_holder DO NOTHING`),
  );
  for (const [name, id] of await findAccounts(ctx, missing)) found.set(name, id);
  return found;
}

async function findAccounts(ctx: Ctx, keys: readonly AccountKey[]): Promise<Map<string, string>> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<AccountKey & { id: string }>(sql`
      SELECT l.id, l.holder_id AS "holderId", l.kind, l.unit
        FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k("holderId" uuid, kind text, unit text)
        JOIN ledger_accounts l ON l.company_id = ${ctx.companyId} AND l.holder_id = k."holderId"
         AND l.kind = k.kind AND l.unit = k.unit`),
  );
  return new Map(rows.map((row) => [accountName(row), row.id]));
}
