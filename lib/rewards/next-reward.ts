import type { Reward } from "./reward.ts";
import type { Rung } from "./rungs.ts";

type Offered = Pick<Reward, "threshold" | "trigger" | "side" | "isActive">;

/** At which count a reward is earned next by whoever brings people; null when it never is, or not again. */
export function nextCount({ trigger, threshold, side, isActive }: Offered, counted: number): number | null {
  if (!isActive || side === "referee") return null;
  switch (trigger) {
    case "milestone":
    case "first":
    case "streak":
      return threshold > counted ? threshold : null;
    case "every_nth":
      return (Math.floor(counted / threshold) + 1) * threshold;
    case "per_conversion":
    case "per_activation":
      return counted + 1;
    case "campaign_prize":
    case "manual":
    case "purchase":
      return null;
  }
}

type Step = Pick<Rung, "trigger" | "state" | "remaining">;

/**
 * The nearest reward that is still ahead, by how many referrals are missing; null when all are reached.
 * What a refund took back counts as ahead; what was kept does not.
 */
export function nextRung<R extends Step>(rungs: readonly R[]): R | null {
  let next: R | null = null;
  for (const rung of rungs) {
    // Days of a streak are not referrals.
    if (rung.trigger === "streak" || !isAhead(rung)) continue;
    if (next === null || rung.remaining < next.remaining) next = rung;
  }
  return next;
}

/** Whether more referrals earn it. */
function isAhead({ state, remaining }: Step): boolean {
  return remaining > 0 && (state === "locked" || state === "cancelled");
}
