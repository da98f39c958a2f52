import type { Logger } from "../core/log.ts";

export type Loop = {
  /** There may be something to do now. */
  wake(): void;
  /** Ends after the step under way. */
  stop(): Promise<void>;
};

export type LoopOptions = {
  name: string;
  /** Pause after a step that found nothing more to do. */
  idleMs: number;
  log: Logger;
  /** Does some work; true when there is probably more. */
  step(): Promise<boolean>;
};

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** Repeats a step: at once while there is work, at the latest after a pause otherwise, slower while it fails. */
export function startLoop({ name, idleMs, log, step }: LoopOptions): Loop {
  let isStopping = false;
  let isAwake = false;
  let endPause: () => void = () => {};
  let failures = 0;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async () => {
    while (!isStopping) {
      isAwake = false;
      let hasMore = false;
      try {
        hasMore = await step();
        failures = 0;
      } catch (error) {
        log.error({ loop: name, error }, "A step of the worker failed and is repeated");
        failures += 1;
      }
      if (isStopping) return;
      // Waking does not shorten the pause after a failure: what failed needs time.
      if (failures > 0) await pause(Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs));
      else if (!hasMore && !isAwake) await pause(idleMs);
    }
  };
  const ended = run();
  return {
    wake() {
      isAwake = true;
      if (failures === 0) endPause();
    },
    async stop() {
      isStopping = true;
      endPause();
      await ended;
    },
  };
}
