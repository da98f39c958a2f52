import type { Clock } from "#lib/core/clock.ts";
import { AppError } from "#lib/core/errors.ts";
import { say } from "#lib/core/said.ts";

type Bucket = { tokens: number; at: number };

const mostUsers = 50_000;

/** A token bucket per user: `perMinute` at once, refilled evenly. @throws AppError rate_limited */
export function createRateLimit(clock: Clock, perMinute: number): (whopUserId: string) => void {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;
  return (whopUserId) => {
    const now = clock.now().getTime();
    const bucket = buckets.get(whopUserId) ?? { tokens: perMinute, at: now };
    const tokens = Math.min(perMinute, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    buckets.delete(whopUserId);
    buckets.set(whopUserId, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    if (buckets.size > mostUsers)
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    if (tokens >= 1) return;
    const retryAfterSeconds = Math.ceil((1 - tokens) / perMs / 1000);
    const message = say("access.tooMany", { seconds: retryAfterSeconds });
    throw new AppError("rate_limited", message, { retryAfterSeconds });
  };
}
