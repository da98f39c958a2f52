import { and, count, eq, gt, inArray } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { affiliatePayoutItems, affiliatePayouts } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import type { CsvFile } from "../core/csv.ts";
import { type Column, exportedAtOnce, exportOf } from "../core/export.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { sentenceOf } from "../core/said.ts";
import { itemFilters, readItems } from "./list-items.ts";

export const ExportItemsInput = z.strictObject({
  ...itemFilters,
  id: itemFilters.id.optional().meta({ description: "The payout; all of them when left out" }),
});
export type ExportItemsInput = z.infer<typeof ExportItemsInput>;

type PayoutRow = typeof affiliatePayouts.$inferSelect;
type Row = Awaited<ReturnType<typeof readItems>>[number] & { payout: PayoutRow | undefined };

const columns: readonly Column<Row>[] = [
  ["payout", (row) => row.payout?.number ?? null],
  ["payout_status", (row) => row.payout?.status ?? null],
  ["method", (row) => row.payout?.method ?? null],
  ["item", (row) => row.id],
  ["affiliate", (row) => row.payee.name],
  ["affiliate_id", (row) => row.payee.userId],
  ["whop_user", (row) => row.payee.whopUserId],
  ["status", (row) => row.status],
  ["currency", (row) => row.currency],
  ["approved", (row) => toDecimal(row.amountMinor, row.currency)],
  ["sent", (row) => row.dispatch && toDecimal(row.dispatch.amountMinor, row.currency)],
  ["reason", (row) => row.reason && sentenceOf(row.reason)],
  ["transfer", (row) => row.transferId],
  ["reference", (row) => row.reference],
  ["called_at", (row) => row.calledAt],
  ["paid_at", (row) => row.paidAt],
  ["drafted_at", (row) => row.createdAt],
];

/** What payouts pay to whom, and what became of it, as a table in the order in which it was drafted. */
export async function exportItems(ctx: Ctx, input: ExportItemsInput): Promise<CsvFile> {
  requireOwner(ctx);
  const { id, statuses } = parseInput(ExportItemsInput, input);
  const which = and(
    eq(affiliatePayoutItems.companyId, ctx.companyId),
    id === undefined ? undefined : eq(affiliatePayoutItems.payoutId, id),
    statuses === undefined ? undefined : inArray(affiliatePayoutItems.status, statuses),
  );
  const [counted] = await transact(ctx, (tx) =>
    tx.select({ rows: count() }).from(affiliatePayoutItems).where(which),
  );
  return exportOf({
    fileName: "payouts.csv",
    columns,
    count: counted?.rows ?? 0,
    load: async (cursor) => {
      const found = await readItems(ctx, exportedAtOnce + 1, [
        which,
        cursor === undefined ? undefined : gt(affiliatePayoutItems.id, cursor),
      ]);
      const items = found.slice(0, exportedAtOnce);
      const payouts = await readPayouts(
        ctx,
        items.map(({ payoutId }) => payoutId),
      );
      return {
        rows: items.map((item) => ({ ...item, payout: payouts.get(item.payoutId) })),
        nextCursor: found.length > exportedAtOnce ? (items.at(-1)?.id ?? null) : null,
      };
    },
  });
}

async function readPayouts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, PayoutRow>> {
  const wanted = [...new Set(ids)];
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(affiliatePayouts)
      .where(and(eq(affiliatePayouts.companyId, ctx.companyId), inIds(affiliatePayouts.id, wanted))),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
