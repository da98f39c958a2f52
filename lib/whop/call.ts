import type { z } from "zod";
import type { Logger } from "../core/log.ts";
import { say } from "../core/said.ts";
import { type Breaker, type Circuit, createBreaker } from "./breaker.ts";
import { type Bucket, createBucket } from "./bucket.ts";
import { failureOf, unreadable } from "./failure.ts";
import type { WhopOperation } from "./manifest.ts";
import { WhopError } from "./platform.ts";
import type { Timers } from "./timers.ts";

/** Whop allows 600 calls a minute for each operation and credential. */
const CALLS_PER_MINUTE = 600;
const BURST = 120;

type Kind = "read" | "change";
const POLICY: Record<Kind, { tries: number; maxWaitMs: number }> = {
  read: { tries: 3, maxWaitMs: 1_000 },
  /** Tried once: whether to try again is decided by the job that knows what it is for. */
  change: { tries: 1, maxWaitMs: 5_000 },
};
/** How long an answer may take. Whop answers within a second; a job can wait longer than a person. */
export type Timeouts = Record<Kind, number>;
const usualTimeouts: Timeouts = { read: 4_000, change: 8_000 };
const PAUSE_BETWEEN_TRIES_MS = 150;
/** Somebody waits for a read; one that has already taken this long is not begun again. */
const LATEST_RETRY_MS = 2_000;
const LONGEST_RETRY_AFTER_MS = 1_000;

export type SendOptions = { timeout: number; signal: AbortSignal; maxRetries: 0 };

export type Call<T> = {
  operation: WhopOperation;
  kind: Kind;
  send(options: SendOptions): PromiseLike<unknown>;
  answer: z.ZodType<T>;
  /** Instead of the usual one. */
  timeoutMs?: number;
};

export type Caller = {
  call<T>(call: Call<T>): Promise<T>;
  circuit(): Circuit;
};

/** Puts a rate limit, a circuit breaker, a time-out and one meaning of failure around every call of one credential. */
export function createCaller({
  timers,
  log,
  timeouts = usualTimeouts,
}: {
  timers: Timers;
  log: Logger;
  timeouts?: Timeouts | undefined;
}): Caller {
  const breaker = createBreaker({ failures: 5, openMs: 2_000, maxOpenMs: 30_000, timers });
  const buckets = new Map<WhopOperation, Bucket>();
  const bucketOf = (operation: WhopOperation): Bucket => {
    let bucket = buckets.get(operation);
    if (!bucket) {
      bucket = createBucket({ perMinute: CALLS_PER_MINUTE, burst: BURST, timers });
      buckets.set(operation, bucket);
    }
    return bucket;
  };

  const make = async <T>(call: Call<T>): Promise<T> => {
    const policy = POLICY[call.kind];
    const startedAt = timers.now();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(
          { timeoutMs: timeouts[call.kind], ...call },
          breaker,
          bucketOf(call.operation),
          log,
          timers,
        );
      } catch (error) {
        const failure = failureOf(call.operation, error);
        const wait = waitBefore(failure, attempt);
        const isTooLate = timers.now() - startedAt > LATEST_RETRY_MS;
        if (attempt >= policy.tries || wait === null || isTooLate) throw failure;
        await timers.sleep(wait);
      }
    }
  };
  return { call: make, circuit: breaker.state };
}

/** How long to wait before a read is repeated; null when repeating it cannot help. */
function waitBefore(failure: WhopError, attempt: number): number | null {
  if (failure.kind === "unknown") return PAUSE_BETWEEN_TRIES_MS * attempt;
  if (failure.kind !== "rate_limited" || (failure.retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) return null;
  return failure.retryAfterMs ?? LONGEST_RETRY_AFTER_MS;
}

async function once<T>(
  call: Call<T> & { timeoutMs: number },
  breaker: Breaker,
  bucket: Bucket,
  log: Logger,
  timers: Timers,
): Promise<T> {
  const { operation } = call;
  const timeout = call.timeoutMs;
  const maxWait = Math.min(POLICY[call.kind].maxWaitMs, timeout);
  if (!(await bucket.take(maxWait))) {
    throw new WhopError("not_sent", operation, say("whop.tooMany", { operation }));
  }
  if (!breaker.enter()) {
    throw new WhopError("not_sent", operation, say("whop.notAnswering", { operation }));
  }
  const startedAt = timers.now();
  let failure: WhopError;
  let hasAnswered = false;
  try {
    const body = await call.send({ timeout, signal: AbortSignal.timeout(timeout), maxRetries: 0 });
    // Also with what we cannot read, which may be one community's only.
    hasAnswered = true;
    const answer = call.answer.safeParse(body);
    if (answer.success) return answer.data;
    failure = unreadable(operation, answer.error);
  } catch (error) {
    failure = failureOf(operation, error);
    hasAnswered ||= failure.kind !== "unknown" && failure.kind !== "not_sent";
  } finally {
    breaker.settle(hasAnswered);
  }
  if (failure.kind === "rate_limited") bucket.pause(failure.retryAfterMs ?? LONGEST_RETRY_AFTER_MS);
  const { kind, status } = failure;
  log.warn({ operation, kind, status, ms: Math.round(timers.now() - startedAt) }, "a call to Whop failed");
  throw failure;
}
