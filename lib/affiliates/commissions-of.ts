import type { CommissionHold } from "#db/enums.ts";
import { dayMs } from "../core/clock.ts";
import { shareOf } from "../core/money.ts";
import { type Allotment, allot } from "./caps.ts";
import type { Candidate, Commission, CommissionInput } from "./commission.ts";
import { type Rated, rateSale } from "./rate-sale.ts";
import { refusalOf } from "./refusal.ts";
import { byTime, inForce, type Sale, takenBackOf } from "./sale.ts";
import { followProgress } from "./tier-progress.ts";
import type { Refusal, WorkingLine } from "./workings.ts";

/**
 * An affiliate's commissions, in the order of the sales. A pure function: the same facts give the same
 * commissions, whatever order they became known in.
 */
export function commissionsOf(input: CommissionInput): Commission[] {
  const { affiliateId, holdDays, timeZone } = input;
  const holdMs = holdDays * dayMs;
  const ordered = [...input.sales].sort(byTime);
  const progressAt = followProgress(
    ordered.filter((sale) => sale.affiliateId === affiliateId),
    holdMs,
  );
  const firsts = new Map<string, Sale>();
  const allotment: Allotment = { kept: new Map() };
  return ordered.flatMap((sale): Commission[] => {
    const first = firsts.get(sale.referralId) ?? sale;
    firsts.set(sale.referralId, first);
    const candidate = candidateOf(sale, first, input);
    if (candidate === null) return [];
    const refusal = refusalOf(candidate, input);
    const rated = refusal ? refused(refusal) : rateSale(candidate, progressAt(sale.occurredAt));
    return [conclude(candidate, rated, { holdDays, timeZone, allotment })];
  });
}

/** The terms that a sale stands under; null when the affiliate has no part in it. */
function candidateOf(sale: Sale, first: Sale, input: CommissionInput): Candidate | null {
  const level = sale.affiliateId === input.affiliateId ? 1 : 2;
  const periods = input.terms.get(sale.affiliateId) ?? [];
  const period = inForce(periods, sale.signedUpAt, ({ since }) => since) ?? null;
  // Without terms the first ones stand in, so that the refusal has a plan to be shown under.
  const planId = (period ?? periods[0])?.planId;
  const versions = input.plans.get(planId ?? "") ?? [];
  const plan = inForce(versions, sale.signedUpAt, ({ effectiveAt }) => effectiveAt) ?? versions[0];
  if (plan === undefined) return null;
  const isRecruiter = period?.recruitedBy === input.affiliateId && plan.terms.secondLevelBps !== undefined;
  if (level === 2 && !isRecruiter) return null;
  return { sale, level, plan, period, firstPaidAt: first.occurredAt, isFirst: first === sale };
}

type Concluding = { holdDays: number; timeZone: string; allotment: Allotment };

function conclude(
  candidate: Candidate,
  rated: Rated,
  { holdDays, timeZone, allotment }: Concluding,
): Commission {
  const { sale, level, plan } = candidate;
  const { grossMinor } = sale;
  const lines = [...rated.lines];
  const refunded = sale.withdrawn === null ? takenBackOf(sale) : grossMinor;
  // Once, on the cumulative amount: parts that are rounded one by one do not add up to the whole.
  const reversedMinor = grossMinor === 0n ? 0n : shareOf(rated.minor, refunded, grossMinor);
  const capped = allot(
    allotment,
    { sale, level, caps: plan.terms.caps, timeZone },
    rated.minor - reversedMinor,
  );
  lines.push(...capped.lines);
  const earnedMinor = rated.minor - capped.cut;
  const isNothing = rated.refusal === null && earnedMinor === 0n && sale.problem === null;
  const refusal = rated.refusal ?? (isNothing ? "nothing_left" : null);
  if (isNothing) lines.push({ code: "refused", reason: "nothing_left" });
  if (refunded > 0n)
    lines.push({
      code: "taken_back",
      because: sale.withdrawn ?? (sale.isDisputeLost ? "dispute" : "refund"),
      refunded: String(refunded),
      gross: String(grossMinor),
      minor: String(reversedMinor),
    });
  const holdUntil = new Date(sale.occurredAt.getTime() + holdDays * dayMs);
  const heldBy = refusal === null ? heldByOf(sale, rated) : null;
  if (refusal === null) lines.push({ code: "hold", days: holdDays, until: holdUntil.toISOString() });
  if (heldBy) lines.push({ code: "held", by: heldBy });
  return {
    conversionId: sale.conversionId,
    referralId: sale.referralId,
    paymentId: sale.paymentId,
    level,
    currency: sale.currency,
    baseMinor: rated.baseMinor,
    earnedMinor,
    reversedMinor,
    holdUntil,
    heldBy,
    plan,
    tier: rated.tier,
    refusal,
    workings: lines,
    occurredAt: sale.occurredAt,
    reversedAt: sale.takenBack.at(-1)?.at ?? null,
  };
}

function refused(refusal: Refusal): Rated {
  const lines: WorkingLine[] = [{ code: "refused", reason: refusal }];
  return { baseMinor: 0n, minor: 0n, tier: 0, refusal, isFeeUnknown: false, lines };
}

/** What cannot be trusted comes before what is contested, and that before what the owner may decide. */
function heldByOf(sale: Sale, rated: Rated): CommissionHold | null {
  if (sale.problem !== null || rated.isFeeUnknown) return "amount";
  if (sale.isDisputed) return "dispute";
  return sale.isInReview ? "case" : null;
}
