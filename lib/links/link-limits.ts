import { z } from "zod";
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

/** What a link allowed at some time. */
export type LinkLimits = { isActive: boolean; expiresAt: Date | null; maxUses: number | null };

const EarlierLimits = z.object({
  /** When it was changed into what follows. */
  until: z.coerce.date(),
  isActive: z.boolean(),
  expiresAt: z.coerce.date().nullable(),
  maxUses: z.int().nullable(),
});
export type EarlierLimits = z.output<typeof EarlierLimits>;

/** As they stand in the database, oldest first. */
export const StoredEarlierLimits = z
  .array(EarlierLimits)
  .nullable()
  .transform((stored) => stored ?? []);

/** What held at an instant; a change does not reach back, and whoever came at its very instant came before it. */
export function limitsAt(link: LinkLimits & { earlier: readonly EarlierLimits[] }, at: Date): LinkLimits {
  return link.earlier.find(({ until }) => at <= until) ?? link;
}
