import { z } from "zod";
import { type Told, ToldInJson } from "../core/said.ts";

/**
 * The log of a call to Whop that must have one effect, however often it has to be tried; whoever makes such calls
 * keeps it in a row of theirs, and these are the rules that it is read by.
 */
const attemptOutcomes = [
  "applied",
  /** Found on Whop's side when reading back. */
  "found_applied",
  /** Reading back showed that nothing had happened. */
  "found_missing",
  "unknown",
  /** Reading back does not settle it. */
  "unclear",
  "not_sent",
  "rate_limited",
  "refused",
  "retried",
  "given_by_hand",
] as const;

export const Attempt = z.object({
  n: z.int(),
  at: z.coerce.date(),
  outcome: z.enum(attemptOutcomes),
  status: z.number().nullable().default(null),
  message: ToldInJson.default(""),
});
export type Attempt = z.infer<typeof Attempt>;
export type AttemptOutcome = Attempt["outcome"];

/** What somebody else said may be of any length; our own sentences are not. */
export function shortened(message: Told): Told {
  return typeof message === "string" ? message.slice(0, 300) : message;
}

/**
 * Counts the answers that prove that nothing was done, and the times a person had it tried again. It goes into the
 * Idempotency-Key of the next call, because Whop repeats a stored refusal as long as it keeps the key.
 */
export function generationOf(attempts: readonly Pick<Attempt, "outcome">[]): number {
  const fresh: AttemptOutcome[] = ["refused", "rate_limited", "retried"];
  return attempts.filter(({ outcome }) => fresh.includes(outcome)).length;
}

export const MOST_ATTEMPTS = 10;

/** Calls made since a person last said "try again". */
export function attemptsUsed(attempts: readonly Pick<Attempt, "n" | "outcome">[]): number {
  const since = attempts.findLastIndex(({ outcome }) => outcome === "retried");
  return new Set(attempts.slice(since + 1).map(({ n }) => n)).size;
}

const DELAYS_SECONDS = [5, 15, 60, 300, 900, 3_600, 7_200, 14_400, 28_800];

/** How long to wait after so many attempts; ten of them take about a day. */
export function delayAfterMs(used: number): number {
  return (DELAYS_SECONDS[Math.min(Math.max(used, 1), DELAYS_SECONDS.length) - 1] ?? 0) * 1000;
}

/** Longer than any worker needs for its call; after this it is taken for dead. */
export const TAKE_OVER_MS = 60_000;
/** A worker that was asleep for longer than this does not make its call any more. */
const START_WITHIN_MS = 30_000;
/** Time for a call without an answer to arrive at Whop, or never. */
export const SETTLE_MS = 15_000;
const LONGEST_SETTLE_MS = 3_600_000;

export function isTooLateToCall(now: Date, calledAt: Date): boolean {
  return now.getTime() - calledAt.getTime() > START_WITHIN_MS;
}

/** When to ask again after a call without an answer: soon at first, then less and less often. */
export function nextReadBack(now: Date, calledAt: Date): number {
  const sinceCall = now.getTime() - calledAt.getTime();
  return now.getTime() + Math.min(Math.max(sinceCall / 2, SETTLE_MS), LONGEST_SETTLE_MS);
}
