import { badRequest, conflict } from "#tests/sandbox/http/errors.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import type { Dispute, DisputeStatus, Payment } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import { plusDays } from "./memberships.ts";

const SUBSTATUS: Record<DisputeStatus, string> = {
  needs_response: "dispute_needs_response",
  under_review: "dispute_under_review",
  won: "dispute_won",
  lost: "dispute_lost",
  closed: "dispute_closed",
};

const INQUIRY_SUBSTATUS: Record<DisputeStatus, string> = {
  needs_response: "dispute_warning_needs_response",
  under_review: "dispute_warning_under_review",
  won: "dispute_warning_closed",
  lost: "dispute_warning_closed",
  closed: "dispute_warning_closed",
};

/** The buyer's bank takes the payment back, or only asks about it: an inquiry moves no money. */
export function openDispute(sandbox: Sandbox, payment: Payment, inquiry: boolean): Dispute {
  const { world } = sandbox;
  if (payment.status !== "paid") throw badRequest("Only a paid payment can be disputed.");
  const running = findRunning(sandbox, payment);
  if (running && !(running.inquiry && !inquiry)) throw conflict("This payment is already disputed.");
  const now = world.clock.iso();
  if (running) {
    const previous = { inquiry: true };
    running.inquiry = false;
    touch(sandbox, running, payment, "needs_response");
    sandbox.events.emit(payment.companyId, { type: "dispute.updated", object: running, previous });
    return running;
  }
  const dispute = world.disputes.put({
    id: newId("dspt"),
    companyId: payment.companyId,
    paymentId: payment.id,
    amount: payment.total - payment.refundedAmount,
    currency: payment.currency,
    status: "needs_response",
    inquiry,
    reason: "fraudulent",
    needsResponseBy: plusDays(now, 7),
    createdAt: now,
    updatedAt: now,
  });
  touch(sandbox, dispute, payment, "needs_response");
  sandbox.events.emit(payment.companyId, { type: "dispute.created", object: dispute });
  return dispute;
}

/** Moves the dispute of a payment on; one that does not exist yet is opened first. */
export function settleDispute(
  sandbox: Sandbox,
  payment: Payment,
  status: Exclude<DisputeStatus, "needs_response">,
): Dispute {
  const dispute = findRunning(sandbox, payment) ?? openDispute(sandbox, payment, false);
  const previous = { status: dispute.status };
  touch(sandbox, dispute, payment, status);
  sandbox.events.emit(payment.companyId, { type: "dispute.updated", object: dispute, previous });
  return dispute;
}

function touch(sandbox: Sandbox, dispute: Dispute, payment: Payment, status: DisputeStatus): void {
  const now = sandbox.world.clock.iso();
  dispute.status = status;
  dispute.updatedAt = now;
  payment.substatus = dispute.inquiry ? INQUIRY_SUBSTATUS[status] : SUBSTATUS[status];
  payment.updatedAt = now;
}

function findRunning(sandbox: Sandbox, payment: Payment): Dispute | null {
  return sandbox.world.disputes.first(
    (row) =>
      row.paymentId === payment.id && (row.status === "needs_response" || row.status === "under_review"),
  );
}
