import { setTimeout as wait } from "node:timers/promises";

/** Elapsed time for rate limits and time-outs, which have nothing to do with the product's clock. */
export type Timers = { now(): number; sleep(ms: number): Promise<void> };

export const systemTimers: Timers = {
  now: () => performance.now(),
  sleep: (ms) => wait(ms),
};
