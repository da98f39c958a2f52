import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { Unpaid } from "./allot.ts";

/**
 * Of a commission `c`: what stands in payable for it, as lib/affiliates posts it, less what payouts have taken of
 * that. Negative after a reversal of what was paid.
 */
const unpaidCommission = sql`(
  CASE WHEN c.status IN ('pending', 'held') THEN least(c.earned_minor - c.reversed_minor, c.paid_minor)
       ELSE c.earned_minor - c.reversed_minor END
  - coalesce((SELECT sum(p.amount_minor) FROM affiliate_payout_parts p
               WHERE p.company_id = c.company_id AND p.commission_id = c.id), 0))`;

/** Of a reward in money `r`: likewise. */
const unpaidReward = sql`(
  r.amount_minor - coalesce((SELECT sum(p.amount_minor) FROM reward_payout_parts p
                              WHERE p.company_id = r.company_id AND p.redemption_id = r.redemption_id), 0))`;

/**
 * All that payouts pay, as rows `o` of affiliate, currency, what it is, since when it may be paid, and what of it is
 * unpaid; `open` leaves out what is paid in full, by an index.
 */
export function payables(companyId: string, { open, of }: { open: boolean; of?: SQL }): SQL {
  const only = of ?? sql.empty();
  return sql`(
    SELECT c.affiliate_id, c.currency, 'commission' AS kind, c.id, c.occurred_at, c.hold_until AS due_at,
           ${unpaidCommission} AS unpaid
      FROM affiliate_commissions c
     WHERE c.company_id = ${companyId} ${only}
           ${open ? sql`AND c.earned_minor - c.reversed_minor <> c.paid_minor` : sql.empty()}
    UNION ALL
    SELECT c.affiliate_id, c.currency, 'reward', c.redemption_id, c.since, c.since, c.unpaid
      FROM (SELECT r.*, ${unpaidReward} AS unpaid FROM reward_payables r) c
     WHERE c.company_id = ${companyId} ${only} ${open ? sql`AND c.amount_minor <> c.paid_minor` : sql.empty()}
  ) o`;
}

/** What has to come back counts whenever it came up; what has to be paid, once it was payable at the cutoff. */
export const countsAt = (cutoffAt: Date) =>
  sql`(o.unpaid < 0 OR (o.unpaid > 0 AND o.due_at <= ${cutoffAt.toISOString()}::timestamptz))`;

/** Of rows `o`, or of groups by their affiliate: nobody can be paid who was erased. What they gave up stays in the books. */
export const isSomebody = (companyId: string) => sql`NOT EXISTS (
  SELECT FROM affiliates a JOIN users u ON u.company_id = a.company_id AND u.id = a.user_id
   WHERE a.company_id = ${companyId} AND a.id = o.affiliate_id AND u.erased_at IS NOT NULL)`;

export type Owed = { affiliateId: string; currency: string; amountMinor: bigint };

/** What everybody who is paid is owed, by currency. Those with nothing owed to them, or by them, are left out. */
export async function owedByAffiliate(
  ctx: Ctx,
  { cutoffAt, currency }: { cutoffAt: Date; currency?: string | undefined },
): Promise<Owed[]> {
  const of = currency === undefined ? sql.empty() : sql`AND c.currency = ${currency}`;
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ affiliateId: string; currency: string; amount: string }>(sql`
      SELECT o.affiliate_id AS "affiliateId", o.currency, sum(o.unpaid)::text AS amount
        FROM ${payables(ctx.companyId, { open: true, of })}
       WHERE ${countsAt(cutoffAt)}
       GROUP BY o.affiliate_id, o.currency HAVING sum(o.unpaid) <> 0 AND ${isSomebody(ctx.companyId)}
       ORDER BY o.currency, sum(o.unpaid) DESC, o.affiliate_id`),
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

/**
 * What affiliates have to be paid, oldest first, by the affiliate and the currency. The caller holds the affiliates'
 * locks.
 */
export async function unpaidOfAffiliates(
  ctx: Ctx,
  { affiliateIds, cutoffAt }: { affiliateIds: readonly string[]; cutoffAt: Date },
): Promise<(of: { affiliateId: string; currency: string }) => readonly Unpaid[]> {
  const of = sql`AND c.affiliate_id = ANY (string_to_array(${affiliateIds.join(",")}, ',')::uuid[])`;
  type Row = { affiliateId: string; currency: string; kind: Unpaid["kind"]; id: string; unpaid: string };
  const rows = await transact(ctx, (tx) =>
    tx.execute<Row>(sql`
      SELECT o.affiliate_id AS "affiliateId", o.currency, o.kind, o.id, o.unpaid::text AS unpaid
        FROM ${payables(ctx.companyId, { open: false, of })}
       WHERE ${countsAt(cutoffAt)} AND ${isSomebody(ctx.companyId)}
       ORDER BY o.occurred_at, o.id`),
  );
  const nameOf = ({ affiliateId, currency }: { affiliateId: string; currency: string }) =>
    `${affiliateId} ${currency}`;
  const unpaid = Map.groupBy(rows, nameOf);
  return (one) =>
    (unpaid.get(nameOf(one)) ?? []).map(({ kind, id, unpaid }) => ({
      kind,
      id,
      unpaidMinor: BigInt(unpaid),
    }));
}
