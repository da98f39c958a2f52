import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";

export type BooksCheck = {
  postings: number;
  entries: number;
  /** Units whose entries do not sum to zero, with the sum. */
  unbalanced: { unit: string; sum: bigint }[];
  /** Accounts whose stored balance is not the sum of their entries. */
  wrongBalances: { accountId: string; stored: bigint; summed: bigint }[];
};

/** Proves the books from their entries: everything sums to zero, and every stored balance is what was posted. */
export async function checkBooks(ctx: Ctx): Promise<BooksCheck> {
  requireOwner(ctx);
  const { companyId } = ctx;
  return transact(ctx, async (tx) => {
    const [counts] = await tx.execute<{ postings: string; entries: string }>(sql`
      SELECT count(*) FILTER (WHERE line = 1) AS postings, count(*) AS entries
        FROM ledger_entries WHERE company_id = ${companyId}`);
    const unbalanced = await tx.execute<{ unit: string; sum: string }>(sql`
      SELECT unit, sum(amount)::text AS sum FROM ledger_entries WHERE company_id = ${companyId}
       GROUP BY unit HAVING sum(amount) <> 0 ORDER BY unit`);
    const wrong = await tx.execute<{ accountId: string; stored: string; summed: string }>(sql`
      SELECT coalesce(b.account_id, e.account_id) AS "accountId", coalesce(b.balance, 0)::text AS stored,
             coalesce(e.summed, 0)::text AS summed
        FROM (SELECT account_id, balance, entries FROM ledger_balances WHERE company_id = ${companyId}) b
        FULL JOIN (SELECT account_id, sum(amount) AS summed, count(*) AS entries FROM ledger_entries
                    WHERE company_id = ${companyId} GROUP BY account_id) e USING (account_id)
       WHERE (b.balance, b.entries) IS DISTINCT FROM (e.summed, e.entries) ORDER BY 1 LIMIT 1000`);
    return {
      postings: Number(counts?.postings ?? 0),
      entries: Number(counts?.entries ?? 0),
      unbalanced: unbalanced.map(({ unit, sum }) => ({ unit, sum: BigInt(sum) })),
      wrongBalances: wrong.map(({ accountId, stored, summed }) => ({
        accountId,
        stored: BigInt(stored),
        summed: BigInt(summed),
      })),
    };
  });
}
