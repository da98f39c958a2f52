import { and, eq, inArray, sql } from "drizzle-orm";
import { referralConversions } from "#db/schema/index.ts";
import type { Credit, Value } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";

type Row = typeof referralConversions.$inferInsert;

/**
 * One row per payment, trial or free membership of the referral. What was recorded and is no conversion any
 * more keeps its row, worth nothing. True when something changed.
 */
export async function writeConversions(
  ctx: Ctx,
  credit: Credit,
  referralId: string,
  /** All referrals of the person, whose conversions may have to move here. */
  ofThePerson: readonly { id: string }[],
): Promise<boolean> {
  const known = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referralConversions)
      .where(
        and(
          eq(referralConversions.companyId, ctx.companyId),
          inArray(
            referralConversions.referralId,
            ofThePerson.map((row) => row.id),
          ),
        ),
      ),
  );
  const wanted = credit.values.map((value) => rowOf(ctx, credit, referralId, value));
  const sources = new Set(wanted.map((row) => row.sourceId));
  const emptied = known
    .filter((row) => row.referralId === referralId && !sources.has(row.sourceId))
    .map(
      (row): Row => ({
        ...row,
        ...worthNothing,
        metadata: { ...Object(row.metadata), counts: false, void: true },
      }),
    );
  const changed = [...wanted, ...emptied].filter((row) => {
    const before = known.find((other) => other.sourceId === row.sourceId);
    return !before || fingerprint(before) !== fingerprint(row);
  });
  if (changed.length === 0) return false;
  const taken = (name: string) => sql.raw(`excluded.${name}`);
  await transact(ctx, (tx) =>
    tx
      .insert(referralConversions)
      .values(changed)
      .onConflictDoUpdate({
        target: [referralConversions.companyId, referralConversions.sourceId],
        set: {
          referralId: taken("referral_id"),
          referralCodeId: taken("referral_code_id"),
          conversionType: taken("conversion_type"),
          currency: taken("currency"),
          grossMinor: taken("gross_minor"),
          taxMinor: taken("tax_minor"),
          refundedMinor: taken("refunded_minor"),
          netMinor: taken("net_minor"),
          occurredAt: taken("occurred_at"),
          metadata: taken("metadata"),
          updatedAt: ctx.clock.now(),
        },
      }),
  );
  return true;
}

const worthNothing = { grossMinor: 0n, taxMinor: 0n, refundedMinor: 0n, netMinor: 0n };

function rowOf(ctx: Ctx, credit: Credit, referralId: string, value: Value): Row {
  const now = ctx.clock.now();
  return {
    companyId: ctx.companyId,
    id: newId(now),
    referralId,
    referralCodeId: credit.codeId,
    conversionType: value.type,
    sourceId: value.sourceId,
    currency: value.currency,
    grossMinor: value.grossMinor,
    taxMinor: value.taxMinor,
    refundedMinor: value.refundedMinor,
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
    row.refundedMinor,
    row.netMinor,
    row.occurredAt.getTime(),
    JSON.stringify(metadata),
  ].join(" ");
}
