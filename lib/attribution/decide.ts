import { hasEnded } from "./purchases.ts";
import type { ReasonCode } from "./reasons.ts";
import type { Credit, DecideInput, Decision, Lead, Value, Weighed } from "./types.ts";
import { firstStanding, theOneThatCounts, valuesOf } from "./values.ts";
import type { Judged } from "./weigh.ts";
import { judge, judgeClaim } from "./weigh.ts";

/**
 * Whose referral a person is, and what has become of it: a function of the facts, the links and the rules.
 * The order in which facts arrived, and how often, is not among its arguments.
 */
export function decide(input: DecideInput): Decision {
  const byCheckout = judge(input);
  const claim = judgeClaim(input);
  const judged = claim === null ? byCheckout : [...byCheckout, claim];
  const valid = strongest(byCheckout, claim);
  const withoutEvidence = input.leads
    .filter((lead) => lead.pieces.length === 0)
    .map(({ purchase }) => ({ purchaseKey: purchase.key, startedAt: purchase.startedAt.toISOString() }));
  const first = valid[0];
  if (!first) {
    const refused = judged[0];
    return {
      outcome: refused ? "refused" : "no_evidence",
      reason: refused?.refusal ?? "no_evidence",
      credit: null,
      weighed: judged.map((candidate) => record(candidate, null, "only_evidence")),
      withoutEvidence,
    };
  }
  // From the first valid evidence on, whatever the person buys belongs to the referral.
  const purchases = input.leads
    .map((lead) => lead.purchase)
    .filter((purchase) => purchase.startedAt >= first.lead.purchase.startedAt);
  const values = valuesOf(purchases, input);
  const paidAt = firstStanding(values)?.at ?? null;
  const winner = pick(valid, input.rules.touch, paidAt);
  const credit = creditOf(winner, values, purchases);
  return {
    ...summary(credit, values),
    credit,
    weighed: judged.map((candidate) =>
      record(candidate, winner, reasonAgainst(candidate, winner, valid.length, input.rules.touch, paidAt)),
    ),
    withoutEvidence,
  };
}

/** A claim is asked only where no checkout credits anybody. */
function strongest(byCheckout: readonly Judged[], claim: Judged | null): Judged[] {
  const valid = byCheckout.filter((candidate) => candidate.refusal === null);
  return valid.length === 0 && claim?.refusal === null ? [claim] : valid;
}

function pick(valid: Judged[], touch: "first" | "last", paidAt: Date | null): Judged {
  const inTime = valid.filter(({ lead }) => paidAt === null || lead.purchase.startedAt <= paidAt);
  const winner = touch === "first" ? valid[0] : inTime.at(-1);
  if (!winner) throw new Error("a payment that counts lies before the evidence it belongs to");
  return winner;
}

function reasonAgainst(
  candidate: Judged,
  winner: Judged,
  count: number,
  touch: "first" | "last",
  paidAt: Date | null,
): ReasonCode {
  if (candidate.piece.kind === "claim") return candidate === winner ? "claim_only" : "claim_outweighed";
  if (candidate === winner)
    return count === 1 ? "only_evidence" : touch === "first" ? "first_touch" : "last_touch";
  if (touch === "first") return "not_first";
  return paidAt !== null && candidate.lead.purchase.startedAt > paidAt ? "after_first_payment" : "not_last";
}

function creditOf(winner: Judged, values: Value[], purchases: Lead["purchase"][]): Credit {
  const { lead, piece } = winner;
  const counted = theOneThatCounts(values);
  const base = {
    ...creditedThrough(winner),
    evidence: piece.kind,
    membershipId: lead.purchase.membershipId,
    signedUpAt: lead.purchase.startedAt,
    click: lead.click,
    values,
  };
  const nothing = {
    qualifyingPaymentId: null,
    convertedAt: null,
    cancelledAt: null,
    cancelReason: null,
    holdReason: null,
  };
  if (counted) {
    return {
      ...base,
      ...nothing,
      status: "converted",
      qualifyingPaymentId: counted.paymentId,
      convertedAt: counted.at,
      holdReason: counted.hold,
    };
  }
  const reversed = values.filter((value) => value.standing !== "stands").at(-1);
  if (reversed) {
    const cancelReason = reversed.standing === "dispute_lost" ? "dispute_lost" : "refunded";
    const convertedAt = values[0]?.at ?? null;
    return {
      ...base,
      ...nothing,
      status: "cancelled",
      convertedAt,
      cancelledAt: reversed.changedAt,
      cancelReason,
    };
  }
  const leftAt = leavingOf(purchases);
  if (leftAt) {
    return {
      ...base,
      ...nothing,
      status: "cancelled",
      cancelledAt: leftAt,
      cancelReason: "left_before_paying",
    };
  }
  return { ...base, ...nothing, status: "pending" };
}

function creditedThrough({
  lead: { link },
  piece,
}: Judged): Pick<Credit, "codeId" | "referrerId" | "campaignId"> {
  if ("claimerId" in piece) return { codeId: null, referrerId: piece.claimerId, campaignId: null };
  if (!link) throw new Error("valid evidence names a link");
  return { codeId: link.id, referrerId: link.userId, campaignId: link.campaignId };
}

/** When the last membership ended, if all have: then nothing counts, until a payment settles after all. */
function leavingOf(purchases: Lead["purchase"][]): Date | null {
  let leftAt: Date | null = null;
  for (const { membership } of purchases) {
    if (membership === null || !hasEnded(membership)) return null;
    if (leftAt === null || membership.stateAt > leftAt) leftAt = membership.stateAt;
  }
  return leftAt;
}

function summary(credit: Credit, values: Value[]): Pick<Decision, "outcome" | "reason"> {
  if (credit.status === "pending") return { outcome: "pending", reason: "waiting_for_payment" };
  if (credit.status === "cancelled")
    return { outcome: "reversed", reason: credit.cancelReason ?? "refunded" };
  if (credit.holdReason) return { outcome: "credited", reason: credit.holdReason };
  const type = theOneThatCounts(values)?.type;
  const reason = type === "trial" ? "trial_counts" : type === "free" ? "free_counts" : "converted";
  return { outcome: "credited", reason };
}

function record(candidate: Judged, winner: Judged | null, reason: ReasonCode): Weighed {
  const { lead, piece, refusal } = candidate;
  const weaker = piece.kind === "claim" ? [] : lead.pieces.slice(1);
  return {
    purchaseKey: lead.purchase.key,
    membershipId: lead.purchase.membershipId,
    startedAt: lead.purchase.startedAt.toISOString(),
    kind: piece.kind,
    source: piece.source,
    codeId: "codeId" in piece ? piece.codeId : null,
    code: lead.link?.code ?? null,
    referrerId: "claimerId" in piece ? piece.claimerId : (lead.link?.userId ?? null),
    clickedAt: lead.click?.clickedAt.toISOString() ?? null,
    verdict: refusal !== null ? "refused" : candidate === winner ? "won" : "lost",
    reason: refusal ?? reason,
    weaker: weaker.map(({ kind, source }) => ({ kind, source })),
  };
}
