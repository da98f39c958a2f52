import { eq, gt, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { affiliatePayoutItems } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner } from "../core/context.ts";
import { type Cell, type CsvFile, csvTable } from "../core/csv.ts";
import { AppError } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { readItems } from "./list-items.ts";
import { getPayoutRow } from "./payout.ts";

export const ExportPayoutInput = z.strictObject({ id: z.uuid() });
export type ExportPayoutInput = z.infer<typeof ExportPayoutInput>;

const headings = [
  "payout",
  "item",
  "name",
  "username",
  "email",
  "whop_user",
  "amount",
  "currency",
  "status",
  "reference",
  "paid_at",
];
const linesAtOnce = 500;

/**
 * A payout as a table to pay from, with the amounts as they are fixed: none of them changes any more, whatever
 * is refunded meanwhile.
 * @throws AppError conflict before it is started, and while amounts are still being fixed
 */
export async function exportPayout(ctx: Ctx, input: ExportPayoutInput): Promise<CsvFile> {
  requireOwner(ctx);
  const { id } = parseInput(ExportPayoutInput, input);
  const payout = await getPayoutRow(ctx, id);
  if (payout.startedAt === null) throw new AppError("conflict", say("payout.notStarted"));
  if (payout.method === "csv" && (await isBeingFixed(ctx, id)))
    throw new AppError("conflict", say("payout.beingFixed"));
  return {
    fileName: `payout-${payout.number}.csv`,
    lines: csvTable(headings, linesOf(ctx, id, payout.number)),
  };
}

async function isBeingFixed(ctx: Ctx, id: string): Promise<boolean> {
  const { payoutId, status, request } = affiliatePayoutItems;
  const notFixed = [eq(payoutId, id), eq(status, "queued"), isNull(request)];
  return (await readItems(ctx, 1, notFixed)).length > 0;
}

async function* linesOf(ctx: Ctx, id: string, number: number): AsyncGenerator<Cell[]> {
  let after: string | undefined;
  for (;;) {
    const items = await readItems(ctx, linesAtOnce, [
      eq(affiliatePayoutItems.payoutId, id),
      isNotNull(affiliatePayoutItems.request),
      after === undefined ? undefined : gt(affiliatePayoutItems.id, after),
    ]);
    for (const { payee, dispatch, currency, ...item } of items) {
      if (dispatch === null) continue;
      const reference = item.reference ?? item.transferId;
      const amount = toDecimal(dispatch.amountMinor, currency);
      const { name, username, email, whopUserId } = payee;
      const whom = [name, username, email, whopUserId];
      yield [number, item.id, ...whom, amount, currency, item.status, reference, item.paidAt];
    }
    after = items.at(-1)?.id;
    if (items.length < linesAtOnce) return;
  }
}
