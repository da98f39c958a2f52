import { badRequest } from "#tests/sandbox/http/errors.ts";

export type Outcome = "pay" | "decline" | "trial" | "free";

const WORDS: Record<string, Outcome> = {
  pay: "pay",
  paid: "pay",
  succeed: "pay",
  succeeded: "pay",
  success: "pay",
  decline: "decline",
  declined: "decline",
  fail: "decline",
  failed: "decline",
  trial: "trial",
  free: "free",
};

/** Scripts say it in their own words. */
export function readOutcome(word: string): Outcome {
  const outcome = WORDS[word.trim().toLowerCase()];
  if (!outcome) throw badRequest(`Unknown outcome "${word}". Known: ${Object.keys(WORDS).join(", ")}.`);
  return outcome;
}
