const MINUTE = 60;
const HOUR = 3_600;

/** Seconds after each failed attempt: twelve retries over about 71 hours. */
const RETRY_SECONDS = [
  30,
  2 * MINUTE,
  8 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
];

/** Milliseconds to wait after `failedAttempts` attempts, or null when Whop gives up. */
export function retryDelayMs(failedAttempts: number, scale: number): number | null {
  const seconds = RETRY_SECONDS[failedAttempts - 1];
  return seconds === undefined ? null : Math.max(10, seconds * 1_000 * scale);
}
