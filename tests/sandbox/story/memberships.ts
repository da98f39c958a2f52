import { ApiError, badRequest } from "#tests/sandbox/http/errors.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { isValid } from "#tests/sandbox/world/access.ts";
import type { Membership } from "#tests/sandbox/world/entities.ts";
import type { World } from "#tests/sandbox/world/world.ts";

const DAY_MS = 86_400_000;

export function plusDays(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * DAY_MS).toISOString();
}

/** Moves the end of the running period; Whop sends no event for it. */
export function addFreeDays(world: World, membership: Membership, days: number): void {
  if (!isValid(membership)) throw badRequest("This membership is not active.");
  if (membership.periodEnd === null)
    throw badRequest("This membership does not renew or expire, so it cannot be given free days.");
  membership.periodEnd = plusDays(membership.periodEnd, days);
  membership.updatedAt = world.clock.iso();
}

/** Ends the membership now: the buyer loses access, and Whop says so. */
export function cancelMembership(sandbox: Sandbox, membership: Membership): void {
  end(sandbox, membership, "canceled");
}

/** The membership reaches the end of what was paid for. */
export function deactivateMembership(sandbox: Sandbox, membership: Membership): void {
  end(sandbox, membership, "expired");
}

function end(sandbox: Sandbox, membership: Membership, status: "canceled" | "expired"): void {
  if (!isValid(membership)) throw badRequest("This membership has already ended.");
  const now = sandbox.world.clock.iso();
  membership.status = status;
  membership.canceledAt ??= now;
  membership.periodEnd = now;
  membership.updatedAt = now;
  sandbox.events.emit(membership.companyId, { type: "membership.deactivated", object: membership });
}

export function setCancelAtPeriodEnd(sandbox: Sandbox, membership: Membership, cancels: boolean): void {
  if (!isValid(membership)) throw badRequest("This membership has already ended.");
  if (membership.cancelAtPeriodEnd === cancels) return;
  const now = sandbox.world.clock.iso();
  membership.cancelAtPeriodEnd = cancels;
  membership.canceledAt = cancels ? now : null;
  membership.updatedAt = now;
  sandbox.events.emit(membership.companyId, {
    type: "membership.cancel_at_period_end_changed",
    object: membership,
  });
}

export function announceTrialEnding(sandbox: Sandbox, membership: Membership): void {
  if (membership.status !== "trialing")
    throw new ApiError(409, "conflict", "This membership is not on trial.");
  sandbox.events.emit(membership.companyId, { type: "membership.trial_ending_soon", object: membership });
}
