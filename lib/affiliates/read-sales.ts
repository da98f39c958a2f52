import { and, eq, isNotNull, ne, or, sql } from "drizzle-orm";
import { inIds, inTexts } from "#db/in-ids.ts";
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
    const paymentIds = rows.map(({ payment }) => payment.paymentId);
    const referralIds = [...new Set(rows.map(({ referral }) => referral.id))];
    const [refundsOf, disputesOf, casesOf] = await Promise.all([
      readRefunds(ctx, paymentIds),
      readDisputes(ctx, paymentIds),
      readCases(ctx, referralIds),
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

/** Each table by its own index: of a join the planner knows too little while a community is young. */
async function readRows(ctx: Ctx, userIds: readonly string[]): Promise<Row[]> {
  const { companyId } = ctx;
  return transact(ctx, async (tx) => {
    const { id, referrerId, signedUpAt, status, cancelReason, review, isVerified } = referrals;
    const brought = await tx
      .select({ id, referrerId, signedUpAt, status, cancelReason, review, isVerified })
      .from(referrals)
      .where(and(eq(referrals.companyId, companyId), inIds(referrerId, userIds)));
    const referralOf = new Map(brought.map((referral) => [referral.id, referral]));
    if (brought.length === 0) return [];
    const of = referralConversions;
    const conversions = await tx
      .select({
        id: of.id,
        referralId: of.referralId,
        sourceId: of.sourceId,
        currency: of.currency,
        occurredAt: of.occurredAt,
      })
      .from(of)
      .where(and(eq(of.companyId, companyId), inIds(of.referralId, [...referralOf.keys()]), stands));
    const sources = conversions.map(({ sourceId }) => sourceId);
    const paid = await tx
      .select()
      .from(payments)
      .where(and(eq(payments.companyId, companyId), inTexts(payments.paymentId, sources)));
    const paymentOf = new Map(paid.map((payment) => [payment.paymentId, payment]));
    return conversions.flatMap(({ id: conversionId, referralId, sourceId, currency, occurredAt }) => {
      const referral = referralOf.get(referralId);
      const payment = paymentOf.get(sourceId);
      return referral && payment ? [{ conversionId, currency, occurredAt, referral, payment }] : [];
    });
  });
}

async function readRefunds(ctx: Ctx, paymentIds: readonly string[]) {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(refunds)
      .where(and(eq(refunds.companyId, ctx.companyId), inTexts(refunds.paymentId, paymentIds))),
  );
  return Map.groupBy(rows, ({ paymentId }) => paymentId);
}

async function readDisputes(ctx: Ctx, paymentIds: readonly string[]) {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(disputes)
      .where(and(eq(disputes.companyId, ctx.companyId), inTexts(disputes.paymentId, paymentIds))),
  );
  return Map.groupBy(rows, ({ paymentId }) => paymentId);
}

/** When each referral stood under a case. One that was rejected does not count at any time. */
async function readCases(ctx: Ctx, referralIds: readonly string[]): Promise<Map<string, Span[]>> {
  const { companyId } = ctx;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({
        referralId: fraudCases.referralId,
        openedAt: fraudCases.openedAt,
        decidedAt: fraudCases.decidedAt,
      })
      .from(fraudCases)
      .where(
        and(
          eq(fraudCases.companyId, companyId),
          inIds(fraudCases.referralId, referralIds),
          // What ended by itself was found in error, and no doubt at any time.
          or(eq(fraudCases.status, "open"), isNotNull(fraudCases.decidedBy)),
          ne(fraudCases.status, "rejected"),
        ),
      ),
  );
  const spans = new Map<string, Span[]>();
  for (const { referralId, openedAt, decidedAt } of rows)
    spans.set(referralId, [...(spans.get(referralId) ?? []), { from: openedAt, until: decidedAt }]);
  return spans;
}
