import { badRequest } from "#tests/sandbox/http/errors.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import type { Payment, Refund } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";

/**
 * Gives money back. A refund is created pending and settles in a second event; it does not end the membership.
 * `amount` in minor units, null for all that is left.
 */
export function refundPayment(
  sandbox: Sandbox,
  payment: Payment,
  amount: number | null,
  settlesAs: Refund["status"],
): Refund {
  const { world } = sandbox;
  const left = payment.total - payment.refundedAmount - pendingAmount(world, payment);
  if (payment.status !== "paid") throw badRequest("Only a paid payment can be refunded.");
  if (left <= 0) throw badRequest("This payment has already been refunded.");
  if (amount !== null && (amount <= 0 || amount > left))
    throw badRequest("The amount is more than what is left of this payment.");
  const now = world.clock.iso();
  const refund = world.refunds.put({
    id: newId("rf"),
    companyId: payment.companyId,
    paymentId: payment.id,
    userId: payment.userId,
    amount: amount ?? left,
    currency: payment.currency,
    status: "pending",
    createdAt: now,
    updatedAt: now,
  });
  payment.updatedAt = now;
  sandbox.events.emit(payment.companyId, { type: "refund.created", object: refund });
  if (settlesAs !== "pending") settleRefund(sandbox, refund, settlesAs);
  return refund;
}

export function settleRefund(sandbox: Sandbox, refund: Refund, status: "succeeded" | "failed"): void {
  const { world } = sandbox;
  if (refund.status !== "pending") throw badRequest("This refund has already settled.");
  const payment = world.payments.get(refund.paymentId);
  const now = world.clock.iso();
  refund.status = status;
  refund.updatedAt = now;
  if (status === "succeeded") {
    payment.refundedAmount += refund.amount;
    payment.refundedAt = now;
    payment.substatus = payment.refundedAmount >= payment.total ? "refunded" : "partially_refunded";
  }
  payment.updatedAt = now;
  sandbox.events.emit(payment.companyId, {
    type: "refund.updated",
    object: refund,
    previous: { status: "pending" },
  });
}

function pendingAmount(world: World, payment: Payment): number {
  return world.refunds
    .where((refund) => refund.paymentId === payment.id && refund.status === "pending")
    .reduce((sum, refund) => sum + refund.amount, 0);
}
