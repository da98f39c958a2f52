/** Seconds to wait after each failed attempt: ten attempts over about a day, the first again soon. */
const pauses = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200] as const;

export const attemptsInAll = pauses.length + 1;

/**
 * Seconds until the next attempt after `failed` of them, spread so that what failed together does not come
 * back together; null when there is none.
 */
export function pauseAfter(failed: number, random: () => number = Math.random): number | null {
  const pause = pauses[failed - 1];
  return pause === undefined ? null : Math.round(pause * (0.9 + random() * 0.2));
}
