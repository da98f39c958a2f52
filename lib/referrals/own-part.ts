import type { TraceData } from "./trace-data.ts";

/**
 * What of a person's history is the referrer's to see: the purchases of this referral. What the person bought
 * before, or bought later through somebody else, is theirs; what others claim is these others'.
 */
export function ownPartOf(data: TraceData): TraceData {
  const { referral, conversions, facts } = data;
  if (!referral) return data;
  const memberships = new Set<unknown>([referral.membershipId, ...conversions.map(membershipOf)]);
  memberships.delete(null);
  const sources = new Set(conversions.map((conversion) => conversion.sourceId));
  const payments = facts.payments.filter(
    (payment) => sources.has(payment.paymentId) || memberships.has(payment.membershipId),
  );
  const paid = new Set(payments.map((payment) => payment.paymentId));
  return {
    ...data,
    claims: data.claims.filter(({ claimerId }) => claimerId === referral.referrerId),
    facts: {
      memberships: facts.memberships.filter(({ membershipId }) => memberships.has(membershipId)),
      payments,
      refunds: facts.refunds.filter((refund) => paid.has(refund.paymentId)),
      disputes: facts.disputes.filter((dispute) => paid.has(dispute.paymentId)),
    },
  };
}

function membershipOf({ metadata }: TraceData["conversions"][number]): unknown {
  return Object(metadata).membershipId ?? null;
}
