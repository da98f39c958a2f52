import { Cached } from "../core/cached.ts";
import { type Clock, minuteMs, secondMs } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { say } from "../core/said.ts";
import { type WhopAccess, WhopError, type WhopPlatform } from "../whop/platform.ts";

const grantedForMs = 60 * secondMs;
/** Somebody who just bought access should not wait a minute to get in. */
const refusedForMs = 10 * secondMs;
/** How long the last known access still opens pages while Whop does not answer. */
const staleForMs = 10 * minuteMs;
const mostCached = 50_000;

export type Access = WhopAccess & {
  /** Whop does not answer; this is what it said some minutes ago. */
  stale: boolean;
};

export type AccessChecker = { check(whopUserId: string, resourceId: string): Promise<Access> };

const noAccess: WhopAccess = { hasAccess: false, accessLevel: "no_access" };

/** Whop's access check, at most a minute old. */
export function createAccessChecker(options: {
  whop: WhopPlatform;
  clock: Clock;
  log: Logger;
}): AccessChecker {
  const { whop, clock, log } = options;
  const answers = new Cached<WhopAccess>({
    clock,
    max: mostCached,
    freshForMs: (access) => (access.hasAccess ? grantedForMs : refusedForMs),
    load: async (key) => {
      const [whopUserId = "", resourceId = ""] = key.split(" ");
      try {
        return await whop.checkAccess(whopUserId, resourceId);
      } catch (error) {
        // A person or a place that Whop does not know opens nothing.
        if (error instanceof WhopError && (error.kind === "not_found" || error.kind === "rejected"))
          return noAccess;
        throw error;
      }
    },
  });

  return {
    async check(whopUserId, resourceId) {
      const key = `${whopUserId} ${resourceId}`;
      try {
        return { ...(await answers.get(key)), stale: false };
      } catch (error) {
        const last = answers.last(key);
        log.warn({ resourceId, error, lastKnown: last !== null }, "Whop's access check failed");
        if (last?.value.hasAccess && last.ageMs >= 0 && last.ageMs < staleForMs) {
          return { ...last.value, stale: true };
        }
        const message = say("access.unchecked");
        throw new AppError("unavailable", message, { retryAfterSeconds: 30 }, { cause: error });
      }
    },
  };
}
