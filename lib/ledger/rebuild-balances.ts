import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { say } from "../core/said.ts";

/** Makes every balance from the entries again. Postings wait meanwhile. Returns how many balances were wrong. */
export async function rebuildBalances(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.workerBalances"));
  const { companyId } = ctx;
  const now = ctx.clock.now().toISOString();
  return transact(ctx, async (tx) => {
    // Nobody posts between the sum and its being stored: a posting needs its accounts' balances.
    await tx.execute(sql`
      SELECT account_id FROM ledger_balances WHERE company_id = ${companyId} ORDER BY account_id FOR UPDATE`);
    const mended = await tx.execute(sql`
      INSERT INTO ledger_balances AS b (company_id, account_id, balance, entries, updated_at)
      SELECT ${companyId}, account_id, sum(amount), count(*), ${now}::timestamptz FROM ledger_entries
       WHERE company_id = ${companyId} GROUP BY account_id ORDER BY account_id
      ON CONFLICT (company_id, account_id)
      DO UPDATE SET balance = excluded.balance, entries = excluded.entries, updated_at = excluded.updated_at
       WHERE (b.balance, b.entries) IS DISTINCT FROM (excluded.balance, excluded.entries)
      RETURNING account_id`);
    return mended.length;
  });
}
