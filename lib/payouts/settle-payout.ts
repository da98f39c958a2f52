import { sql } from "drizzle-orm";
import type { PayoutItemStatus, PayoutStatus } from "#db/enums.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { changePayout, lockPayout } from "./payout.ts";

export type ItemCount = { status: PayoutItemStatus; isReserved: boolean; items: number };

/** The status of a payout that was started follows from its items. */
export function statusAfter(counts: readonly ItemCount[]): PayoutStatus {
  const some = (test: (count: ItemCount) => boolean) =>
    counts.some((count) => count.items > 0 && test(count));
  const isUnderWay = some(
    ({ status, isReserved }) =>
      status === "queued" ||
      status === "calling" ||
      status === "unknown" ||
      // It may have been sent: until somebody knows, the money is neither here nor there.
      (status === "held" && isReserved),
  );
  if (isUnderWay) return "processing";
  const isUnpaid = some(({ status }) => status === "failed" || status === "held");
  if (some(({ status }) => status === "paid")) return isUnpaid ? "partly" : "paid";
  // Everything was carried over: there was nothing left to pay.
  return isUnpaid ? "failed" : "cancelled";
}

/** Brings a payout's status to its items'. Whoever holds an affiliate's lock took it before this one. */
export async function settlePayout(ctx: Ctx, payoutId: string): Promise<void> {
  const payout = await lockPayout(ctx, payoutId);
  if (payout.status === "draft" || payout.status === "approved") return;
  const status = statusAfter(await countItems(ctx, payoutId));
  if (status === payout.status) return;
  await changePayout(ctx, payoutId, {
    status,
    finishedAt: status === "processing" ? null : ctx.clock.now(),
  });
  if (status === "processing") return;
  await recordAudit(ctx, {
    action: "payout.finished",
    subjectType: "payout",
    subjectId: payoutId,
    details: { number: payout.number, status },
  });
}

async function countItems(ctx: Ctx, payoutId: string): Promise<ItemCount[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<Omit<ItemCount, "items"> & { items: string }>(sql`
      SELECT status, request IS NOT NULL AS "isReserved", count(*) AS items FROM affiliate_payout_items
       WHERE company_id = ${ctx.companyId} AND payout_id = ${payoutId}::uuid GROUP BY 1, 2`),
  );
  return rows.map((row) => ({ ...row, items: Number(row.items) }));
}
