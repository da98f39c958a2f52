import { settleCommissionsOf } from "../affiliates/index.ts";
import { recordAudits } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import type { Told } from "../core/said.ts";
import { unscheduleEach } from "../jobs/index.ts";
import { bookItems } from "./book-item.ts";
import type { PayoutItem } from "./item.ts";
import { changeItem, changeItems, type Due, type Payee } from "./item-rows.ts";
import { getPayoutRow } from "./payout.ts";
import { payParts, release, withItems } from "./reserve.ts";
import { settlePayout } from "./settle-payout.ts";

export type Proof = { transferId: string } | { reference: string };

/** The affiliates have the money, by items of one payout. The caller holds the affiliates' locks. */
export async function concludePaid(ctx: Ctx, due: readonly Due[], proof: Proof): Promise<PayoutItem[]> {
  const ids = due.map(({ item }) => item.id);
  const change = { status: "paid", reason: null, paidAt: ctx.clock.now(), ...proof } as const;
  const paid = withItems(due, await changeItems(ctx, ids, change));
  const [first] = paid;
  if (first === undefined) return [];
  await payParts(ctx, ids);
  await bookItems(ctx, await getPayoutRow(ctx, first.item.payoutId), paid);
  await settleCommissionsOf(ctx, [...new Set(paid.map(({ item }) => item.affiliateId))]);
  const items = paid.map(({ item }) => item);
  await finish(ctx, items, "payout_item.paid", proof);
  return items;
}

type Unsent = { status: "failed" | "held"; reason: Told };

/** It is certain that nothing was sent, and a person has to say what comes next. */
export async function concludeUnsent(
  ctx: Ctx,
  item: PayoutItem,
  payee: Payee,
  { status, reason }: Unsent,
): Promise<PayoutItem> {
  const unsent = await changeItem(ctx, item.id, { status, reason });
  const released = item.dispatch === null ? unsent : await release(ctx, unsent, payee);
  await finish(ctx, [item], `payout_item.${status}`, { reason });
  return released;
}

/** Nobody knows whether it was sent, and only a person can find out; its amount stays on its way. */
export async function concludeUnclear(ctx: Ctx, item: PayoutItem, reason: Told): Promise<void> {
  const held = await changeItem(ctx, item.id, { status: "held", reason });
  await finish(ctx, [held], "payout_item.held", { reason });
}

async function finish(
  ctx: Ctx,
  items: readonly PayoutItem[],
  action: string,
  details: object,
): Promise<void> {
  const ids = items.map(({ id }) => id);
  await transact(ctx, (tx) => unscheduleEach(ctx, tx, "pay-item", ids));
  await recordAudits(
    ctx,
    items.map(({ id, payoutId, currency, dispatch, amountMinor }) => ({
      action,
      subjectType: "payout_item",
      subjectId: id,
      details: {
        payoutId,
        amount: toDecimal(dispatch?.amountMinor ?? amountMinor, currency),
        currency,
        ...details,
      },
    })),
  );
  for (const payoutId of new Set(items.map((item) => item.payoutId))) await settlePayout(ctx, payoutId);
}
