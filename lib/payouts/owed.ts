import { sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Unpaid } from "./allot.ts";

/**
 * Of a commission `c`: what stands in payable for it, as lib/affiliates posts it, less what payouts have taken of
 * that. Negative after a reversal of what was paid.
 */
export const unpaid = sql`(
  CASE WHEN c.status IN ('pending', 'held') THEN least(c.earned_minor - c.reversed_minor, c.paid_minor)
       ELSE c.earned_minor - c.reversed_minor END
  - coalesce((SELECT sum(p.amount_minor) FROM affiliate_payout_parts p
               WHERE p.company_id = c.company_id AND p.commission_id = c.id), 0))`;

/** What has to come back counts whenever it came up; what has to be paid, once it was payable at the cutoff. */
export const countsAt = (cutoffAt: Date) =>
  sql`(u.unpaid < 0 OR (u.unpaid > 0 AND c.hold_until <= ${cutoffAt.toISOString()}::timestamptz))`;

export type Owed = { affiliateId: string; currency: string; amountMinor: bigint };

/** What every affiliate is owed, by currency. Affiliates with nothing owed to them, or by them, are left out. */
export async function owedByAffiliate(
  ctx: Ctx,
  { cutoffAt, currency }: { cutoffAt: Date; currency?: string | undefined },
): Promise<Owed[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ affiliateId: string; currency: string; amount: string }>(sql`
      SELECT c.affiliate_id AS "affiliateId", c.currency, sum(u.unpaid)::text AS amount
        FROM affiliate_commissions c CROSS JOIN LATERAL (SELECT ${unpaid} AS unpaid) u
       WHERE c.company_id = ${ctx.companyId} AND c.earned_minor - c.reversed_minor <> c.paid_minor
         AND ${countsAt(cutoffAt)} ${currency === undefined ? sql.empty() : sql`AND c.currency = ${currency}`}
       GROUP BY c.affiliate_id, c.currency HAVING sum(u.unpaid) <> 0
       ORDER BY c.currency, sum(u.unpaid) DESC, c.affiliate_id`),
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

type Whose = { affiliateId: string; currency: string; cutoffAt: Date };

/** What one affiliate's commissions have to be paid, oldest first. The caller holds the affiliate's lock. */
export async function unpaidOf(ctx: Ctx, { affiliateId, currency, cutoffAt }: Whose): Promise<Unpaid[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ commissionId: string; unpaid: string }>(sql`
      SELECT c.id AS "commissionId", u.unpaid::text AS unpaid
        FROM affiliate_commissions c CROSS JOIN LATERAL (SELECT ${unpaid} AS unpaid) u
       WHERE c.company_id = ${ctx.companyId} AND c.affiliate_id = ${affiliateId}::uuid
         AND c.currency = ${currency} AND ${countsAt(cutoffAt)}
       ORDER BY c.occurred_at, c.id`),
  );
  return rows.map((row) => ({ commissionId: row.commissionId, unpaidMinor: BigInt(row.unpaid) }));
}
