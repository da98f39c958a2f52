import type { Told } from "../core/said.ts";
import type { AttemptOutcome } from "./attempts.ts";
import { WhopError } from "./platform.ts";

/** How an attempt that was not successful ended, and so what happens next. */
export type Unapplied =
  /** A call went out and the answer did not come back: read back before anything else. */
  | { is: "unknown"; message: Told; status: number | null }
  /** It is certain that nothing happened. */
  | { is: "again"; outcome: AttemptOutcome; message: Told; status: number | null; waitMs: number }
  /** A person has to look. `failed`: Whop will never do it like this; `held`: it will, once something is put right. */
  | { is: "held"; outcome: AttemptOutcome; message: Told; status: number | null; as: "held" | "failed" }
  /** Reading back did not work; nothing is known that was not known before. */
  | { is: "still_unknown" };

export type Held = Extract<Unapplied, { is: "held" }>;

export function again(outcome: AttemptOutcome, message: Told, waitMs = 0): Unapplied {
  return { is: "again", outcome, message, status: null, waitMs };
}

export function held(outcome: AttemptOutcome, message: Told, as: "held" | "failed"): Held {
  return { is: "held", outcome, message, status: null, as };
}

/** What a failed call that changes something means. Whatever is no failure of Whop's is a fault of ours, and thrown. */
export function afterFailedChange(error: unknown): Unapplied {
  if (!(error instanceof WhopError)) throw error;
  const { kind, told: message, status, retryAfterMs } = error;
  switch (kind) {
    case "unknown":
    // Whop is at work on the same thing, perhaps on our own earlier call.
    case "conflict":
      return { is: "unknown", message, status };
    case "rate_limited":
      return { is: "again", outcome: "rate_limited", message, status, waitMs: retryAfterMs ?? 0 };
    case "not_sent":
      return { is: "again", outcome: "not_sent", message, status, waitMs: 0 };
    case "unauthorized":
      return { is: "again", outcome: "refused", message, status, waitMs: 0 };
    case "permission_missing":
      return { is: "held", outcome: "refused", message, status, as: "held" };
    case "not_found":
    case "rejected":
      return { is: "held", outcome: "refused", message, status, as: "failed" };
  }
}

/** What a failed read before the call means: nothing has been sent. */
export function afterFailedRead(error: unknown): Unapplied {
  if (!(error instanceof WhopError)) throw error;
  const { kind, told: message, status } = error;
  if (kind === "permission_missing") return { is: "held", outcome: "refused", message, status, as: "held" };
  return { is: "again", outcome: "not_sent", message, status, waitMs: error.retryAfterMs ?? 0 };
}

/** What a failed reading back means: the call may have been applied, and still nobody knows. */
export function afterFailedReadBack(error: unknown): Unapplied {
  if (!(error instanceof WhopError)) throw error;
  const { kind, told: message, status } = error;
  if (kind === "permission_missing") return { is: "held", outcome: "unknown", message, status, as: "held" };
  return { is: "still_unknown" };
}
