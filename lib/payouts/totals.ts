import { sql } from "drizzle-orm";
import type { PayoutItemStatus } from "#db/enums.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** Items of a payout in one currency and status, together. */
export type Total = {
  payoutId: string;
  currency: string;
  status: PayoutItemStatus;
  items: number;
  /** What was sent where that is fixed, else what was approved. */
  amountMinor: bigint;
};

/** What payouts come to, by currency and status. */
export async function totalsOf(ctx: Ctx, payoutIds: readonly string[]): Promise<Total[]> {
  if (payoutIds.length === 0) return [];
  const rows = await transact(ctx, (tx) =>
    tx.execute<Omit<Total, "items" | "amountMinor"> & { items: string; amount: string }>(sql`
      SELECT payout_id AS "payoutId", currency, status, count(*) AS items,
             sum(coalesce((request->>'amountMinor')::bigint, amount_minor))::text AS amount
        FROM affiliate_payout_items
       WHERE company_id = ${ctx.companyId}
         AND payout_id = ANY (string_to_array(${payoutIds.join(",")}, ',')::uuid[])
       GROUP BY payout_id, currency, status ORDER BY payout_id, currency, status`),
  );
  return rows.map(({ amount, items, ...row }) => ({
    ...row,
    items: Number(items),
    amountMinor: BigInt(amount),
  }));
}
