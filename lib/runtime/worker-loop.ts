import type { Logger } from "../core/log.ts";

export type Loop = {
  /** There may be something to do now. */
  wake(): void;
  /** Ends after the step under way. */
  stop(): Promise<void>;
};

export type Progress = "nothing" | "some" | "more waits";

export type LoopOptions = {
  name: string;
  /** Pause after a step that found nothing more to do. */
  idleMs: number;
  /** After a step that leaves nothing waiting, a rest so many times as long as the step took, to gather more. */
  rest?: number;
  log: Logger;
  /** Does some work; says whether it found any, and whether more of it was waiting. */
  step(): Promise<Progress>;
};

const firstPauseMs = 500;
const longestPauseMs = 10_000;
const longestRestMs = 10_000;

/** Repeats a step: at once while there is work, at the latest after a pause otherwise, slower while it fails. */
export function startLoop({ name, idleMs, rest = 0, log, step }: LoopOptions): Loop {
  let isStopping = false;
  let isAwake = false;
  let isResting = false;
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
      let progress: Progress = "nothing";
      const began = performance.now();
      try {
        progress = await step();
        failures = 0;
      } catch (error) {
        log.error({ loop: name, error }, "A step of the worker failed and is repeated");
        failures += 1;
      }
      if (isStopping) return;
      // Waking shortens neither a rest nor the pause after a failure: what failed needs time.
      if (failures > 0) await pause(Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs));
      else if (progress === "some" && rest > 0) {
        isResting = true;
        await pause(Math.min((performance.now() - began) * rest, longestRestMs));
        isResting = false;
      } else if (progress === "nothing" && !isAwake) await pause(idleMs);
    }
  };
  const ended = run();
  return {
    wake() {
      isAwake = true;
      if (failures === 0 && !isResting) endPause();
    },
    async stop() {
      isStopping = true;
      endPause();
      await ended;
    },
  };
}
