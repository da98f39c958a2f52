import { and, eq, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliateCommissions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";

/** What an affiliate's commissions come to in one currency; amounts as decimals. Currencies are never added. */
export type CommissionTotals = {
  currency: string;
  sales: number;
  /** Before anything was taken back. */
  earned: string;
  reversed: string;
  /** On hold until a date. */
  pending: string;
  /** Held by a case, a dispute or an amount that is not known. */
  held: string;
  /** To be paid; negative after a reversal of what was paid. */
  owed: string;
  paid: string;
};

const of = affiliateCommissions;
const kept = sql`(${of.earnedMinor} - ${of.reversedMinor})`;
const waits = sql`${of.status} IN ('pending', 'held')`;
const payable = sql`CASE WHEN ${waits} THEN least(${kept}, ${of.paidMinor}) ELSE ${kept} END`;
const waiting = (status: "pending" | "held") =>
  sql<string>`coalesce(sum(${kept} - ${payable}) FILTER (WHERE ${of.status} = ${status}), 0)`;

/** By affiliate, in the order of the currencies' codes. */
export async function totalsOf(
  ctx: Ctx,
  affiliateIds: readonly string[],
): Promise<Map<string, CommissionTotals[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        affiliateId: of.affiliateId,
        currency: of.currency,
        sales: sql<string>`count(*) FILTER (WHERE ${of.status} <> 'refused')`,
        earned: sql<string>`sum(${of.earnedMinor})`,
        reversed: sql<string>`sum(${of.reversedMinor})`,
        pending: waiting("pending"),
        held: waiting("held"),
        owed: sql<string>`sum(${payable} - ${of.paidMinor})`,
        paid: sql<string>`sum(${of.paidMinor})`,
      })
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.affiliateId, affiliateIds)))
      .groupBy(of.affiliateId, of.currency)
      .orderBy(of.currency),
  );
  const totals = new Map<string, CommissionTotals[]>();
  for (const { affiliateId, currency, sales, ...amounts } of rows) {
    const decimal = (amount: string) => toDecimal(BigInt(amount), currency);
    const list = totals.get(affiliateId) ?? [];
    list.push({
      currency,
      sales: Number(sales),
      earned: decimal(amounts.earned),
      reversed: decimal(amounts.reversed),
      pending: decimal(amounts.pending),
      held: decimal(amounts.held),
      owed: decimal(amounts.owed),
      paid: decimal(amounts.paid),
    });
    totals.set(affiliateId, list);
  }
  return totals;
}
