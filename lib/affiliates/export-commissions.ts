import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { type Column, exportedAtOnce, exportOf } from "../core/export.ts";
import { parseInput } from "../core/parse.ts";
import type { ListedCommission } from "./describe-commissions.ts";
import { commissionFilters, countCommissions, listCommissions } from "./list-commissions.ts";

export const ExportCommissionsInput = z.strictObject(commissionFilters);
export type ExportCommissionsInput = z.infer<typeof ExportCommissionsInput>;

const columns: readonly Column<ListedCommission>[] = [
  ["commission", (row) => row.id],
  ["sold_at", (row) => row.occurredAt],
  ["affiliate", (row) => row.affiliate.name],
  ["affiliate_id", (row) => row.affiliate.userId],
  ["buyer", (row) => row.buyer.name],
  ["buyer_id", (row) => row.buyer.userId],
  ["referral", (row) => row.referralId],
  ["payment", (row) => row.paymentId],
  ["type", (row) => row.conversionType],
  ["level", (row) => row.level],
  ["status", (row) => row.status],
  ["held_by", (row) => row.heldBy],
  ["hold_until", (row) => row.holdUntil],
  ["plan", (row) => row.plan.name],
  ["plan_version", (row) => row.plan.version],
  ["tier", (row) => row.plan.tier],
  ["currency", (row) => row.currency],
  ["gross", (row) => row.sale.gross],
  ["discount", (row) => row.sale.discount],
  ["tax", (row) => row.sale.tax],
  ["fees", (row) => row.sale.fees],
  ["whop_affiliate_fee", (row) => row.sale.whopAffiliate],
  ["refunded", (row) => row.sale.refunded],
  ["net", (row) => row.sale.net],
  ["base", (row) => row.base],
  ["earned", (row) => row.earned],
  ["reversed", (row) => row.reversed],
  ["kept", (row) => row.kept],
  ["paid", (row) => row.paid],
  ["owed", (row) => row.owed],
];

/** Commissions as a table, by the time of their sales, newest first. */
export async function exportCommissions(ctx: Ctx, input: ExportCommissionsInput): Promise<CsvFile> {
  requireOwner(ctx);
  const filter = parseInput(ExportCommissionsInput, input);
  return exportOf({
    fileName: "commissions.csv",
    columns,
    count: await countCommissions(ctx, filter),
    load: async (cursor) => {
      const page = await listCommissions(ctx, { ...filter, cursor, limit: exportedAtOnce });
      return { rows: page.commissions, nextCursor: page.nextCursor };
    },
  });
}
