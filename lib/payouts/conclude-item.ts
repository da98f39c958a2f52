import { settleCommissions } from "../affiliates/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import type { Told } from "../core/said.ts";
import { unschedule } from "../jobs/index.ts";
import { bookItem } from "./book-item.ts";
import type { PayoutItem } from "./item.ts";
import { changeItem, type Payee } from "./item-rows.ts";
import { payParts, release } from "./reserve.ts";
import { settlePayout } from "./settle-payout.ts";

export type Proof = { transferId: string } | { reference: string };

/** The affiliate has the money. The caller holds the affiliate's lock. */
export async function concludePaid(
  ctx: Ctx,
  item: PayoutItem,
  payee: Payee,
  proof: Proof,
): Promise<PayoutItem> {
  const change = { status: "paid", reason: null, paidAt: ctx.clock.now(), ...proof } as const;
  const paid = await changeItem(ctx, item.id, change);
  await payParts(ctx, paid);
  await bookItem(ctx, paid, payee);
  await settleCommissions(ctx, { affiliateId: paid.affiliateId });
  await finish(ctx, paid, "payout_item.paid", proof);
  return paid;
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
  await finish(ctx, item, `payout_item.${status}`, { reason });
  return released;
}

/** Nobody knows whether it was sent, and only a person can find out; its amount stays on its way. */
export async function concludeUnclear(ctx: Ctx, item: PayoutItem, reason: Told): Promise<void> {
  const held = await changeItem(ctx, item.id, { status: "held", reason });
  await finish(ctx, held, "payout_item.held", { reason });
}

async function finish(ctx: Ctx, item: PayoutItem, action: string, details: object): Promise<void> {
  const { id, payoutId, currency, dispatch, amountMinor } = item;
  await transact(ctx, (tx) => unschedule(ctx, tx, { job: "pay-item", key: id }));
  const amount = toDecimal(dispatch?.amountMinor ?? amountMinor, currency);
  await recordAudit(ctx, {
    action,
    subjectType: "payout_item",
    subjectId: id,
    details: { payoutId, amount, currency, ...details },
  });
  await settlePayout(ctx, payoutId);
}
