/** The nearest reward that is still ahead, and how many referrals are missing; null when all are reached. */
export function nextMilestone<R extends { threshold: number; isActive: boolean }>(
  rewards: readonly R[],
  confirmed: number,
): { reward: R; remaining: number } | null {
  let next: R | null = null;
  for (const reward of rewards) {
    if (!reward.isActive || reward.threshold <= confirmed) continue;
    if (next === null || reward.threshold < next.threshold) next = reward;
  }
  return next === null ? null : { reward: next, remaining: next.threshold - confirmed };
}
