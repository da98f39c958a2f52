import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referralConversions } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import type { Credit, Value } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { WrittenReferral } from "./write-referrals.ts";

type Row = Omit<typeof referralConversions.$inferInsert, "companyId">;

/**
 * One row per payment, trial or free membership of each credited referral. What was recorded and is no conversion
 * any more keeps its row, worth nothing. Returns the referrals of which something changed.
 */
export async function writeConversions(ctx: Ctx, written: readonly WrittenReferral[]): Promise<Set<string>> {
  const credited = written.flatMap(({ attribution: { decision }, credited, rows }) =>
    decision.credit && credited ? [{ credit: decision.credit, referralId: credited.id, rows }] : [],
  );
  if (credited.length === 0) return new Set();
  const known = await conversionsOf(
    ctx,
    credited.flatMap(({ rows }) => rows.map((row) => row.id)),
  );
  const changed = credited.flatMap(({ credit, referralId, rows }) =>
    // All referrals of the person: their conversions may have to move here.
    changesFor(
      ctx,
      credit,
      referralId,
      rows.flatMap((row) => known.get(row.id) ?? []),
    ),
  );
  const onConflict = {
    target: [referralConversions.companyId, referralConversions.sourceId],
    set: derived,
  };
  await transact(ctx, (tx) => writeRows(tx, ctx.companyId, referralConversions, changed, { onConflict }));
  return new Set(changed.map(({ referralId }) => referralId));
}

const derived = taking(
  referralConversions.referralId,
  referralConversions.referralCodeId,
  referralConversions.conversionType,
  referralConversions.currency,
  referralConversions.grossMinor,
  referralConversions.taxMinor,
  referralConversions.discountMinor,
  referralConversions.feesMinor,
  referralConversions.whopAffiliateMinor,
  referralConversions.refundedMinor,
  referralConversions.overRefundedMinor,
  referralConversions.netMinor,
  referralConversions.occurredAt,
  referralConversions.metadata,
  referralConversions.updatedAt,
);

async function conversionsOf(ctx: Ctx, referralIds: readonly string[]): Promise<Map<string, Row[]>> {
  const of = referralConversions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.referralId, referralIds))),
  );
  return Map.groupBy(
    rows.map(({ companyId: _, ...row }): Row => row),
    ({ referralId }) => referralId,
  );
}

function changesFor(ctx: Ctx, credit: Credit, referralId: string, known: readonly Row[]): Row[] {
  const wanted = credit.values.map((value) => rowOf(ctx, credit, referralId, value));
  const sources = new Set(wanted.map((row) => row.sourceId));
  const emptied = known
    .filter((row) => row.referralId === referralId && !sources.has(row.sourceId))
    .map(
      (row): Row => ({
        ...row,
        ...worthNothing,
        metadata: { ...Object(row.metadata), counts: false, void: true },
        updatedAt: ctx.clock.now(),
      }),
    );
  return [...wanted, ...emptied].filter((row) => {
    const before = known.find((other) => other.sourceId === row.sourceId);
    return !before || fingerprint(before) !== fingerprint(row);
  });
}

const worthNothing = {
  grossMinor: 0n,
  taxMinor: 0n,
  discountMinor: 0n,
  feesMinor: 0n,
  whopAffiliateMinor: 0n,
  refundedMinor: 0n,
  overRefundedMinor: 0n,
  netMinor: 0n,
};

function rowOf(ctx: Ctx, credit: Credit, referralId: string, value: Value): Row {
  const now = ctx.clock.now();
  return {
    id: newId(now),
    referralId,
    referralCodeId: credit.codeId,
    conversionType: value.type,
    sourceId: value.sourceId,
    currency: value.currency,
    grossMinor: value.grossMinor,
    taxMinor: value.taxMinor,
    discountMinor: value.discountMinor,
    feesMinor: value.feesMinor,
    whopAffiliateMinor: value.whopAffiliateMinor,
    refundedMinor: value.refundedMinor,
    overRefundedMinor: value.overRefundedMinor,
    netMinor: value.netMinor,
    occurredAt: value.at,
    metadata: {
      counts: value.standing === "stands",
      ...(value.hold === null ? {} : { hold: value.hold }),
      ...(value.problem === null ? {} : { problem: value.problem }),
      ...(value.membershipId === null ? {} : { membershipId: value.membershipId }),
    },
    createdAt: now,
    updatedAt: now,
  };
}

function fingerprint(row: Row): string {
  const metadata = Object.entries(Object(row.metadata)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    row.referralId,
    row.referralCodeId,
    row.conversionType,
    row.currency,
    row.grossMinor,
    row.taxMinor,
    row.discountMinor,
    row.feesMinor,
    row.whopAffiliateMinor,
    row.refundedMinor,
    row.overRefundedMinor,
    row.netMinor,
    row.occurredAt.getTime(),
    JSON.stringify(metadata),
  ].join(" ");
}
