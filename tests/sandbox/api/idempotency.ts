import { createHash } from "node:crypto";
import { badRequest, conflict } from "#tests/sandbox/http/errors.ts";
import type { Answer } from "./operation.ts";

const KEPT_MS = 24 * 3_600_000;
const LONGEST_KEY = 255;

type Stored = { fingerprint: string; at: number; answer: Answer | null };

/** Idempotency-Key as Whop documents it: answers are kept for 24 hours and replayed, 4xx included; 5xx are not kept. */
export class Idempotency {
  readonly #stored = new Map<string, Stored>();

  /** The stored answer, or null when this call is the one that has to do the work and must `finish` or `abandon`. */
  begin(scope: string, key: string, request: string, now: Date): Answer | null {
    if (Buffer.byteLength(key) > LONGEST_KEY)
      throw badRequest("The Idempotency-Key is longer than 255 bytes.");
    const fingerprint = createHash("sha256").update(request).digest("hex");
    const stored = this.#stored.get(`${scope} ${key}`);
    if (stored && now.getTime() - stored.at < KEPT_MS) {
      if (stored.fingerprint !== fingerprint)
        throw badRequest("This Idempotency-Key was already used with a different request");
      if (stored.answer === null) throw conflict("A request with this Idempotency-Key is still in progress.");
      return stored.answer;
    }
    this.#stored.set(`${scope} ${key}`, { fingerprint, at: now.getTime(), answer: null });
    return null;
  }

  finish(scope: string, key: string, answer: Answer): void {
    const stored = this.#stored.get(`${scope} ${key}`);
    if (stored) stored.answer = answer;
  }

  abandon(scope: string, key: string): void {
    this.#stored.delete(`${scope} ${key}`);
  }

  save(): [string, Stored][] {
    return [...this.#stored].filter(([, stored]) => stored.answer !== null);
  }

  load(entries: [string, Stored][]): void {
    this.#stored.clear();
    for (const [key, stored] of entries) this.#stored.set(key, stored);
  }
}
