import type { Clock } from "../core/clock.ts";
import { invalidInput } from "../core/errors.ts";
import { say } from "../core/said.ts";

/** @throws AppError invalid_input when the instant is over already */
export function futureInstant(clock: Clock, field: string, value: string | null): Date | null {
  if (value === null) return null;
  const at = new Date(value);
  if (at > clock.now()) return at;
  throw invalidInput({ [field]: say("input.future") });
}

export type LinkState = "ok" | "paused" | "expired" | "limit";

/** Whether a link still brings people. The instant of expiry itself is over. */
export function stateOfLink(
  link: { isActive: boolean; expiresAt: Date | null; maxUses: number | null; uses: number },
  now: Date,
): LinkState {
  if (!link.isActive) return "paused";
  if (link.expiresAt !== null && link.expiresAt <= now) return "expired";
  return link.maxUses !== null && link.uses >= link.maxUses ? "limit" : "ok";
}
