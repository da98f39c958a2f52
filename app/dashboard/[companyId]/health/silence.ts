import { hourMs } from "#lib/core/clock.ts";

/** After so long without a webhook something may be wrong with the way from Whop to us. */
export const silentAfterMs = 6 * hourMs;

/** Silence counts from the first webhook on: before it, the checklist asks for one. */
export function isSilent(lastAt: Date | null, now: Date): boolean {
  return lastAt !== null && now.getTime() - lastAt.getTime() > silentAfterMs;
}
