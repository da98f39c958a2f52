import type { Timers } from "./timers.ts";

export type Breaker = {
  /** False while the circuit is open: the call must not be made. Each true is followed by one `settle`. */
  enter(): boolean;
  /** Whether the other side gave any answer at all; a refusal is an answer. */
  settle(answered: boolean): void;
  state(): Circuit;
};

/** Closed: calls are made. Open: none is. Half open: the next one finds out whether there is an answer again. */
export type Circuit = "closed" | "open" | "half_open";

export type BreakerOptions = { failures: number; openMs: number; maxOpenMs: number; timers: Timers };

/** Stops calling a side that does not answer, then lets a single call find out whether it is back. */
export function createBreaker({ failures, openMs, maxOpenMs, timers }: BreakerOptions): Breaker {
  let inARow = 0;
  let openUntil: number | null = null;
  let nextOpenMs = openMs;
  let probing = false;

  function open(): void {
    openUntil = timers.now() + nextOpenMs;
    nextOpenMs = Math.min(nextOpenMs * 2, maxOpenMs);
  }

  return {
    enter() {
      if (openUntil === null) return true;
      if (probing || timers.now() < openUntil) return false;
      probing = true;
      return true;
    },
    settle(answered) {
      // Calls that left before the circuit opened come back later; only an answer closes it.
      if (answered) {
        inARow = 0;
        openUntil = null;
        nextOpenMs = openMs;
        probing = false;
        return;
      }
      inARow += 1;
      if (probing) {
        probing = false;
        open();
      } else if (openUntil === null && inARow >= failures) open();
    },
    state() {
      if (openUntil === null) return "closed";
      return probing || timers.now() < openUntil ? "open" : "half_open";
    },
  };
}
