import type { Reward } from "./reward.ts";

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

/** The nearest reward that is still ahead, and how many referrals are missing; null when all are reached. */
export function nextReward<R extends Offered>(
  rewards: readonly R[],
  countedFor: (reward: R) => number,
): { reward: R; threshold: number; remaining: number } | null {
  let next: { reward: R; threshold: number; remaining: number } | null = null;
  for (const reward of rewards) {
    // Days of a streak are not referrals.
    if (reward.trigger === "streak") continue;
    const counted = countedFor(reward);
    const threshold = nextCount(reward, counted);
    if (threshold === null) continue;
    const remaining = threshold - counted;
    if (next === null || remaining < next.remaining) next = { reward, threshold, remaining };
  }
  return next;
}
