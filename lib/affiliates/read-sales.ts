import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { disputes, fraudCases, payments, referralConversions, referrals, refunds } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { netOf } from "../facts/index.ts";
import type { Sale, Span } from "./sale.ts";
import { historyOf } from "./sale-history.ts";

type Row = {
  conversionId: string;
  currency: string;
  occurredAt: Date;
  referral: Pick<
    typeof referrals.$inferSelect,
    "id" | "referrerId" | "signedUpAt" | "status" | "cancelReason" | "review" | "isVerified"
  >;
  payment: typeof payments.$inferSelect;
};

/** Payments of people whom these members referred, with what happened to them since; by the members' ids. */
export async function readSales(ctx: Ctx, affiliateOf: ReadonlyMap<string, string>): Promise<Sale[]> {
  const userIds = [...affiliateOf.keys()];
  if (userIds.length === 0) return [];
  return transact(ctx, async (_tx, ctx) => {
    const rows = await readRows(ctx, userIds);
    if (rows.length === 0) return [];
    const [refundsOf, disputesOf, casesOf] = await Promise.all([
      readRefunds(ctx, userIds),
      readDisputes(ctx, userIds),
      readCases(ctx, userIds),
    ]);
    return rows.flatMap((row): Sale[] => {
      const { payment, referral } = row;
      const known = refundsOf.get(payment.paymentId) ?? [];
      const contests = disputesOf.get(payment.paymentId) ?? [];
      const net = netOf(payment, known, contests);
      if (net.grossMinor === 0n && net.problem === null) return [];
      const { takenBack, contested } = historyOf(payment, known, contests, net);
      const cases = casesOf.get(referral.id) ?? [];
      const unchecked: Span[] =
        referral.isVerified || cases.some(({ until }) => until === null)
          ? []
          : [{ from: row.occurredAt, until: null }];
      return [
        {
          conversionId: row.conversionId,
          referralId: referral.id,
          paymentId: payment.paymentId,
          productId: payment.productId,
          affiliateId: affiliateOf.get(referral.referrerId) ?? "",
          currency: row.currency,
          grossMinor: net.grossMinor,
          taxMinor: net.taxMinor,
          whopAffiliateMinor: payment.whopAffiliateMinor,
          takenBack,
          doubted: [...contested, ...cases, ...unchecked],
          isDisputed: net.disputeOpen,
          isDisputeLost: net.disputeLost,
          problem: net.problem,
          isInReview: referral.review === "held" || !referral.isVerified,
          withdrawn: withdrawnOf(referral),
          occurredAt: row.occurredAt,
          signedUpAt: referral.signedUpAt,
        },
      ];
    });
  });
}

/** A referral that ended because its payments went back had its sales; the payments themselves tell until when. */
const endedByItsSales = new Set(["refunded", "dispute_lost"]);

function withdrawnOf({ status, review, cancelReason }: Row["referral"]): Sale["withdrawn"] {
  if (review === "rejected") return "rejected";
  return status === "cancelled" && !endedByItsSales.has(cancelReason ?? "") ? "cancelled" : null;
}

/** What is no conversion any more keeps its row, marked void. */
const stands = sql`${referralConversions.metadata}->>'void' IS NULL`;

async function readRows(ctx: Ctx, userIds: readonly string[]): Promise<Row[]> {
  const { companyId } = ctx;
  return transact(ctx, (tx) =>
    tx
      .select({
        conversionId: referralConversions.id,
        currency: referralConversions.currency,
        occurredAt: referralConversions.occurredAt,
        referral: {
          id: referrals.id,
          referrerId: referrals.referrerId,
          signedUpAt: referrals.signedUpAt,
          status: referrals.status,
          cancelReason: referrals.cancelReason,
          review: referrals.review,
          isVerified: referrals.isVerified,
        },
        payment: payments,
      })
      .from(referrals)
      .innerJoin(
        referralConversions,
        and(eq(referralConversions.companyId, companyId), eq(referralConversions.referralId, referrals.id)),
      )
      .innerJoin(
        payments,
        and(eq(payments.companyId, companyId), eq(payments.paymentId, referralConversions.sourceId)),
      )
      .where(and(eq(referrals.companyId, companyId), inIds(referrals.referrerId, userIds), stands)),
  );
}

/** The payments of these members' referrals, as a table to join with. */
function theirPayments(ctx: Ctx, userIds: readonly string[], paymentId: SQL): SQL {
  return sql`EXISTS (
    SELECT 1 FROM ${referralConversions}
      JOIN ${referrals} ON ${referrals.companyId} = ${ctx.companyId}
       AND ${referrals.id} = ${referralConversions.referralId}
     WHERE ${referralConversions.companyId} = ${ctx.companyId} AND ${referralConversions.sourceId} = ${paymentId}
       AND ${inIds(referrals.referrerId, userIds)})`;
}

async function readRefunds(ctx: Ctx, userIds: readonly string[]) {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(refunds)
      .where(
        and(eq(refunds.companyId, ctx.companyId), theirPayments(ctx, userIds, sql`${refunds.paymentId}`)),
      ),
  );
  return Map.groupBy(rows, ({ paymentId }) => paymentId);
}

async function readDisputes(ctx: Ctx, userIds: readonly string[]) {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(disputes)
      .where(
        and(eq(disputes.companyId, ctx.companyId), theirPayments(ctx, userIds, sql`${disputes.paymentId}`)),
      ),
  );
  return Map.groupBy(rows, ({ paymentId }) => paymentId);
}

/** When each referral stood under a case. One that was rejected does not count at any time. */
async function readCases(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, Span[]>> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        referralId: fraudCases.referralId,
        openedAt: fraudCases.openedAt,
        decidedAt: fraudCases.decidedAt,
      })
      .from(fraudCases)
      .innerJoin(referrals, and(eq(referrals.companyId, companyId), eq(referrals.id, fraudCases.referralId)))
      .where(
        and(
          eq(fraudCases.companyId, companyId),
          inIds(referrals.referrerId, userIds),
          ne(fraudCases.status, "rejected"),
        ),
      ),
  );
  const spans = new Map<string, Span[]>();
  for (const { referralId, openedAt, decidedAt } of rows)
    spans.set(referralId, [...(spans.get(referralId) ?? []), { from: openedAt, until: decidedAt }]);
  return spans;
}
