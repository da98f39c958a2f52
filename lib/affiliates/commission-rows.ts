import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { affiliateCommissions } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import { canonical } from "../core/canonical.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Commission } from "./commission.ts";
import { statusOf } from "./standing.ts";
import { type WorkingLine, Workings } from "./workings.ts";

export type CommissionRow = Omit<
  typeof affiliateCommissions.$inferSelect,
  "companyId" | "createdAt" | "updatedAt" | "workings"
> & { workings: Workings };

export type CommissionChange = {
  before: CommissionRow | null;
  after: CommissionRow;
  /** Null where the sale is no longer the affiliate's. */
  commission: Commission | null;
};

/** By the affiliate. */
export async function readCommissionRows(
  ctx: Ctx,
  affiliateIds: readonly string[],
): Promise<Map<string, CommissionRow[]>> {
  const of = affiliateCommissions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(of)
      .where(and(eq(of.companyId, ctx.companyId), inIds(of.affiliateId, affiliateIds))),
  );
  return Map.groupBy(rows.map(commissionRowOf), ({ affiliateId }) => affiliateId);
}

export function commissionRowOf(row: typeof affiliateCommissions.$inferSelect): CommissionRow {
  const { companyId: _, createdAt: __, updatedAt: ___, ...rest } = row;
  return { ...rest, workings: Workings.parse(row.workings) };
}

/** How an affiliate's rows are and how they should be. Ids stay, and so does what was paid. */
export function rowsFor(
  commissions: readonly Commission[],
  known: readonly CommissionRow[],
  affiliateId: string,
  now: Date,
): CommissionChange[] {
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const changes = commissions.map((commission): CommissionChange => {
    const row = before.get(keyOf(commission)) ?? null;
    before.delete(keyOf(commission));
    return { before: row, after: rowOf(commission, row, affiliateId, now), commission };
  });
  const gone = [...before.values()].map((row) => ({ before: row, after: withdrawn(row), commission: null }));
  return [...changes, ...gone];
}

function keyOf({ conversionId, level }: { conversionId: string; level: number }): string {
  return `${conversionId} ${level}`;
}

function rowOf(
  commission: Commission,
  known: CommissionRow | null,
  affiliateId: string,
  now: Date,
): CommissionRow {
  const paidMinor = known?.paidMinor ?? 0n;
  const status = statusOf(commission, paidMinor, now);
  return {
    id: known?.id ?? newId(now),
    affiliateId,
    conversionId: commission.conversionId,
    referralId: commission.referralId,
    level: commission.level,
    currency: commission.currency,
    baseMinor: commission.baseMinor,
    earnedMinor: commission.earnedMinor,
    reversedMinor: commission.reversedMinor,
    paidMinor,
    status,
    holdUntil: commission.holdUntil,
    heldBy: status === "held" ? commission.heldBy : null,
    planId: commission.plan.planId,
    planVersion: commission.plan.version,
    tier: commission.tier,
    workings: commission.workings,
    occurredAt: commission.occurredAt,
  };
}

/** The credit for the sale went elsewhere, or it was no sale: nothing is left of the commission. */
function withdrawn(row: CommissionRow): CommissionRow {
  const earned = String(row.earnedMinor);
  const line: WorkingLine = {
    code: "taken_back",
    because: "credited_elsewhere",
    refunded: "0",
    gross: "0",
    minor: earned,
  };
  const workings = row.workings.filter(({ code }) => code !== "taken_back" && code !== "held");
  return {
    ...row,
    reversedMinor: row.earnedMinor,
    status: row.earnedMinor > 0n ? "reversed" : "refused",
    heldBy: null,
    workings: [...workings, line],
  };
}

export function hasChanged({ before, after }: CommissionChange): boolean {
  return before === null || canonical(before) !== canonical(after);
}

export async function writeCommissionRows(ctx: Ctx, rows: readonly CommissionRow[]): Promise<void> {
  const of = affiliateCommissions;
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    writeRows(
      tx,
      ctx.companyId,
      of,
      rows.map((row) => ({ ...row, createdAt: now, updatedAt: now })),
      {
        onConflict: {
          target: [of.companyId, of.affiliateId, of.conversionId, of.level],
          // What was paid is the payouts' to write.
          set: taking(
            of.referralId,
            of.currency,
            of.baseMinor,
            of.earnedMinor,
            of.reversedMinor,
            of.status,
            of.holdUntil,
            of.heldBy,
            of.planId,
            of.planVersion,
            of.tier,
            of.workings,
            of.occurredAt,
            of.updatedAt,
          ),
        },
      },
    ),
  );
}
