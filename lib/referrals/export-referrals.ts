import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { referralConversions, referrals } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { type Column, exportedAtOnce, exportOf } from "../core/export.ts";
import { parseInput } from "../core/parse.ts";
import { sentenceOf } from "../core/said.ts";
import { type ListedReferral, listReferrals } from "./list-referrals.ts";
import { isMovedAway } from "./referral-row.ts";
import { idsOfReferrals, type ReferralFilter, referralFilters } from "./which-referrals.ts";

export const ExportReferralsInput = z.strictObject(referralFilters);
export type ExportReferralsInput = z.infer<typeof ExportReferralsInput>;

type Row = ListedReferral & { sum: ListedReferral["revenue"][number] | null };

const columns: readonly Column<Row>[] = [
  ["referral", (row) => row.id],
  ["state", (row) => row.state],
  ["status", (row) => row.status],
  ["review", (row) => row.review],
  ["why", (row) => sentenceOf(row.sentence)],
  ["evidence", (row) => row.evidence],
  ["referrer", (row) => row.referrer.name],
  ["referrer_id", (row) => row.referrer.userId],
  ["member", (row) => row.referred.name],
  ["member_id", (row) => row.referred.userId],
  ["code", (row) => row.code],
  ["signed_up_at", (row) => row.signedUpAt],
  ["converted_at", (row) => row.convertedAt],
  ["cancelled_at", (row) => row.cancelledAt],
  ["currency", ({ sum }) => sum?.currency ?? null],
  ["gross", ({ sum }) => sum?.gross ?? null],
  ["refunded", ({ sum }) => sum?.refunded ?? null],
  ["net", ({ sum }) => sum?.net ?? null],
];

/** Referrals as a table, newest first: a row for each, and one more for each further currency of its sales. */
export async function exportReferrals(ctx: Ctx, input: ExportReferralsInput): Promise<CsvFile> {
  requireOwner(ctx);
  const filter = parseInput(ExportReferralsInput, input);
  return exportOf({
    fileName: "referrals.csv",
    columns,
    count: await countRows(ctx, filter),
    load: async (cursor) => {
      const page = await listReferrals(ctx, { ...filter, cursor, limit: exportedAtOnce });
      return { rows: page.referrals.flatMap(rowsOf), nextCursor: page.nextCursor };
    },
  });
}

function rowsOf(item: ListedReferral): Row[] {
  return item.revenue.length === 0 ? [{ ...item, sum: null }] : item.revenue.map((sum) => ({ ...item, sum }));
}

async function countRows(ctx: Ctx, filter: ReferralFilter): Promise<number> {
  const c = referralConversions;
  const currencies = sql`(SELECT count(DISTINCT ${c.currency}) FROM ${c}
    WHERE ${c.companyId} = ${ctx.companyId} AND ${c.referralId} = ${referrals.id} AND ${c.grossMinor} > 0
      AND (${isMovedAway}) IS NOT TRUE)`;
  const [counted] = await transact(ctx, (tx) =>
    tx
      .select({ rows: sql<string>`coalesce(sum(greatest(1, ${currencies})), 0)` })
      .from(referrals)
      .where(
        and(eq(referrals.companyId, ctx.companyId), inArray(referrals.id, idsOfReferrals(tx, ctx, filter))),
      ),
  );
  return Number(counted?.rows ?? 0);
}
