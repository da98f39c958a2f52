import { dayMs, secondMs } from "../core/clock.ts";
import { limitsAt } from "../links/index.ts";
import type { ReasonCode } from "./reasons.ts";
import type { ClaimPiece, CreditClick, DecideInput, Lead, Piece } from "./types.ts";

/** The strongest evidence of a purchase: the one piece that speaks for it. */
export function strongest(lead: Lead): Piece | null {
  return lead.pieces[0] ?? null;
}

export type Judged = { lead: Lead; piece: Piece | ClaimPiece; refusal: ReasonCode | null };

/**
 * Goes through the purchases in their order and says of each that carries evidence whether it could be
 * credited. A person who bought before anyone could be credited is an existing customer from then on.
 */
export function judge(input: DecideInput): Judged[] {
  const judged: Judged[] = [];
  let customerSince: Date | null = null;
  let isReferred = false;
  for (const lead of input.leads) {
    const piece = strongest(lead);
    const isExisting = !isReferred && customerSince !== null && customerSince < lead.purchase.startedAt;
    const refusal = piece ? refusalOf(lead, piece, isExisting, input) : null;
    if (piece) judged.push({ lead, piece, refusal });
    if (piece && refusal === null) isReferred = true;
    if (!isReferred) customerSince ??= lead.purchase.startedAt;
  }
  return judged;
}

/**
 * What a claim would be worth if nothing else spoke: it is about one purchase, and proves no way that was taken.
 * Whatever the checkouts say is judged without it, so that a claim never makes anybody else's evidence good.
 */
export function judgeClaim({ leads, referredUserId, rules }: DecideInput): Judged | null {
  const lead = leads.find((one) => one.claim !== null);
  if (!lead?.claim) return null;
  const { id, claimerId, filedAt } = lead.claim;
  const piece: ClaimPiece = { kind: "claim", source: { type: "claim", id }, claimerId };
  const { startedAt } = lead.purchase;
  const isExisting = leads.some(({ purchase }) => purchase.startedAt < startedAt);
  const refusalOf = (): ReasonCode | null => {
    if (claimerId === referredUserId) return "self_referral";
    if (isExisting && !rules.creditExistingCustomers) return "claim_existing_customer";
    return isApart(filedAt, startedAt, rules.windowDays) ? "claim_too_late" : null;
  };
  return { lead: { ...lead, link: null, click: null }, piece, refusal: refusalOf() };
}

/** Whoever claims does so about a joining of late, or about one that comes soon. */
export function isApart(filedAt: Date, startedAt: Date, windowDays: number): boolean {
  return Math.abs(startedAt.getTime() - filedAt.getTime()) >= windowDays * dayMs + secondMs;
}

function refusalOf(lead: Lead, piece: Piece, isExisting: boolean, input: DecideInput): ReasonCode | null {
  if ("problem" in piece) return piece.problem;
  const { link, click, purchase, usesBefore } = lead;
  if (!link) return "unknown_link";
  if (link.userId === input.referredUserId) return "self_referral";
  if (isExisting && !input.rules.creditExistingCustomers) return "existing_customer";
  if (isOutsideWindow(click, purchase.startedAt, input.rules.windowDays)) return "outside_window";
  const usedAt = click?.clickedAt ?? purchase.startedAt;
  const { isActive, expiresAt, maxUses } = limitsAt(link, usedAt);
  if (expiresAt !== null && expiresAt <= usedAt) return "link_expired";
  if (!isActive) return "link_paused";
  if (maxUses !== null && usesBefore >= maxUses) return "link_used_up";
  return null;
}

/** Inclusive to the second: the last one counts as a whole. A checkout without any click proves the way by itself. */
export function isOutsideWindow(click: CreditClick | null, startedAt: Date, windowDays: number): boolean {
  if (click === null) return false;
  return startedAt.getTime() - click.clickedAt.getTime() >= windowDays * dayMs + secondMs;
}
