/** Where the app takes the time from. Nothing else asks the system for it. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still, or moves when told; for tests and for rebuilding the past. */
export function fixedClock(start: Date | string): Clock & { set(at: Date): void; advance(ms: number): void } {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    set: (next) => {
      at = next.getTime();
    },
    advance: (ms) => {
      at += ms;
    },
  };
}

const pollEveryMs = 200;

/** Follows the sandbox's clock, so that time travel reaches every process. Used under npm start and tests only. */
export function sandboxClock(sandboxUrl: string, follower: string): Clock & { stop(): void } {
  let offsetMs = 0;
  const url = `${sandboxUrl}/sandbox/clock?follower=${encodeURIComponent(follower)}`;
  const poll = async () => {
    try {
      const answer: unknown = await (await fetch(url, { signal: AbortSignal.timeout(2000) })).json();
      if (answer && typeof answer === "object" && "offsetSeconds" in answer) {
        offsetMs = Number(answer.offsetSeconds) * 1000 || 0;
      }
    } catch {
      // The sandbox is restarting; the last known offset stays in force.
    }
  };
  void poll();
  const timer = setInterval(() => void poll(), pollEveryMs);
  timer.unref();
  return { now: () => new Date(Date.now() + offsetMs), stop: () => clearInterval(timer) };
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The last whole step of so many milliseconds: 14:07 is 14:00 in quarters of an hour. */
export function floorTo(at: Date, stepMs: number): Date {
  return new Date(Math.floor(at.getTime() / stepMs) * stepMs);
}
