import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { type Column, exportedAtOnce, exportOf } from "../core/export.ts";
import { parseInput } from "../core/parse.ts";
import {
  conversionFilters,
  countConversions,
  type ListedConversion,
  listConversions,
} from "./list-conversions.ts";

export const ExportConversionsInput = z.strictObject(conversionFilters);
export type ExportConversionsInput = z.infer<typeof ExportConversionsInput>;

const columns: readonly Column<ListedConversion>[] = [
  ["conversion", (row) => row.id],
  ["occurred_at", (row) => row.occurredAt],
  ["type", (row) => row.conversionType],
  ["source", (row) => row.sourceId],
  ["referral", (row) => row.referralId],
  ["referrer", (row) => row.referrer.name],
  ["referrer_id", (row) => row.referrer.userId],
  ["member", (row) => row.referred.name],
  ["member_id", (row) => row.referred.userId],
  ["currency", (row) => row.currency],
  ["gross", (row) => row.gross],
  ["discount", (row) => row.discount],
  ["tax", (row) => row.tax],
  ["fees", (row) => row.fees],
  ["whop_affiliate_fee", (row) => row.whopAffiliate],
  ["refunded", (row) => row.refunded],
  ["net", (row) => row.net],
];

/** What referrals came to as a table, newest first. */
export async function exportConversions(ctx: Ctx, input: ExportConversionsInput): Promise<CsvFile> {
  requireOwner(ctx);
  const filter = parseInput(ExportConversionsInput, input);
  return exportOf({
    fileName: "conversions.csv",
    columns,
    count: await countConversions(ctx, filter),
    load: async (cursor) => {
      const page = await listConversions(ctx, { ...filter, cursor, limit: exportedAtOnce });
      return { rows: page.conversions, nextCursor: page.nextCursor };
    },
  });
}
