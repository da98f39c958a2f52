import { createHash } from "node:crypto";
import type { Decision, Facts } from "./types.ts";

/**
 * Names what a decision was taken on: the same facts and rules give the same text, so that a decision is
 * recorded once however often it is repeated. A renewal that changes nothing about the credit adds no other.
 */
export function digestOf(decision: Decision, facts: Facts, rulesVersion: number): string {
  const { credit } = decision;
  const decided = {
    rulesVersion,
    outcome: decision.outcome,
    reason: decision.reason,
    weighed: decision.weighed,
    withoutEvidence: decision.withoutEvidence,
    credit: credit && [
      credit.codeId,
      credit.status,
      credit.qualifyingPaymentId,
      credit.convertedAt,
      credit.holdReason,
    ],
    refunds: facts.refunds.map((refund) => `${refund.refundId} ${refund.status}`).sort(),
    disputes: facts.disputes.map((dispute) => `${dispute.disputeId} ${dispute.status}`).sort(),
  };
  return createHash("sha256").update(JSON.stringify(decided)).digest("base64url").slice(0, 32);
}
