import type { Timers } from "./timers.ts";

export type Bucket = {
  /** Waits for its turn, first come first served; false, at once, when that would take longer than `maxWaitMs`. */
  take(maxWaitMs: number): Promise<boolean>;
  /** The other side said for how long it will refuse. */
  pause(ms: number): void;
};

/**
 * Never more than `perMinute` calls in any sixty seconds: `burst` of them at once, the rest at an even pace.
 * (The generic cell rate algorithm: one number instead of a queue.)
 */
export function createBucket(options: { perMinute: number; burst: number; timers: Timers }): Bucket {
  const { perMinute, burst, timers } = options;
  const interval = 60_000 / (perMinute - burst);
  const tolerance = (burst - 1) * interval;
  let nextSlot = Number.NEGATIVE_INFINITY;
  return {
    async take(maxWaitMs) {
      const now = timers.now();
      const wait = Math.max(0, nextSlot - tolerance - now);
      if (wait > maxWaitMs) return false;
      nextSlot = Math.max(nextSlot, now) + interval;
      if (wait > 0) await timers.sleep(wait);
      return true;
    },
    pause(ms) {
      nextSlot = Math.max(nextSlot, timers.now() + ms + tolerance);
    },
  };
}
