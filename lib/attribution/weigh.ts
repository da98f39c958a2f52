import { dayMs, secondMs } from "../core/clock.ts";
import type { ReasonCode } from "./reasons.ts";
import type { CreditClick, CreditLink, DecideInput, Lead, Piece } from "./types.ts";

/** The strongest evidence of a purchase: the one piece that speaks for it. */
export function strongest(lead: Lead): Piece | null {
  return lead.pieces[0] ?? null;
}

export type Judged = { lead: Lead; piece: Piece; refusal: ReasonCode | null };

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

function refusalOf(lead: Lead, piece: Piece, isExisting: boolean, input: DecideInput): ReasonCode | null {
  if ("problem" in piece) return piece.problem;
  const { link, click, purchase, usesBefore } = lead;
  if (!link) return "unknown_link";
  if (link.userId === input.referredUserId) return "self_referral";
  if (isExisting && !input.rules.creditExistingCustomers) return "existing_customer";
  if (isOutsideWindow(click, purchase.startedAt, input.rules.windowDays)) return "outside_window";
  const usedAt = click?.clickedAt ?? purchase.startedAt;
  if (link.expiresAt !== null && link.expiresAt < usedAt) return "link_expired";
  if (wasPaused(link, usedAt)) return "link_paused";
  if (link.maxUses !== null && usesBefore >= link.maxUses) return "link_used_up";
  return null;
}

/** Inclusive to the second: the last one counts as a whole. A checkout without any click proves the way by itself. */
export function isOutsideWindow(click: CreditClick | null, startedAt: Date, windowDays: number): boolean {
  if (click === null) return false;
  return startedAt.getTime() - click.clickedAt.getTime() >= windowDays * dayMs + secondMs;
}

function wasPaused(link: CreditLink, usedAt: Date): boolean {
  return !link.isActive && link.changedAt !== null && link.changedAt < usedAt;
}
