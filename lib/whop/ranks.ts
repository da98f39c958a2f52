/**
 * How far along an object's life a status is. Only used between two states that carry one and the same
 * stamp, where the later of the two in life is the later in time.
 */
const memberships: Record<string, number> = {
  drafted: 0,
  trialing: 10,
  active: 20,
  past_due: 30,
  unresolved: 30,
  completed: 40,
  canceled: 50,
  expired: 60,
};

const payments: Record<string, number> = {
  draft: 0,
  open: 100,
  pending: 200,
  authorized: 300,
  unresolved: 400,
  uncollectible: 500,
  void: 600,
  canceled: 600,
  paid: 700,
};

const substatuses: Record<string, number> = {
  succeeded: 1,
  partially_refunded: 2,
  refunded: 3,
  auto_refunded: 3,
  open_dispute: 4,
  dispute_won: 5,
  dispute_lost: 6,
};

/** A refund that succeeded may still fail at the bank, never the other way round. */
const refunds: Record<string, number> = {
  pending: 0,
  requires_action: 1,
  succeeded: 10,
  failed: 20,
  canceled: 20,
};

const disputes: Record<string, number> = {
  needs_response: 10,
  under_review: 20,
  closed: 30,
  won: 40,
  lost: 50,
};

export function membershipRank(status: string, cancelsAtPeriodEnd: boolean): number {
  return (memberships[status] ?? 0) + (cancelsAtPeriodEnd ? 1 : 0);
}

export function paymentRank(status: string, substatus: string | null): number {
  return (payments[status] ?? 0) + (substatuses[substatus ?? ""] ?? 0);
}

export function refundRank(status: string): number {
  return refunds[status] ?? 0;
}

/** An inquiry comes before the dispute it may become. */
export function disputeRank(status: string, inquiry: boolean): number {
  return (disputes[status] ?? 0) + (inquiry ? 0 : 100);
}
