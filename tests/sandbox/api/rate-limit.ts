import { rateLimited } from "#tests/sandbox/http/errors.ts";

const WINDOW_MS = 60_000;

/** Whop's limit: so many calls a minute for each operation and credential, in windows of real time. */
export class RateLimit {
  readonly #windows = new Map<string, { startedAt: number; calls: number }>();

  take(operation: string, credential: string, perMinute: number): void {
    const key = `${operation} ${credential}`;
    const now = Date.now();
    const current = this.#windows.get(key);
    const window = current && now - current.startedAt < WINDOW_MS ? current : { startedAt: now, calls: 0 };
    this.#windows.set(key, window);
    if (window.calls >= perMinute) throw rateLimited((window.startedAt + WINDOW_MS - now) / 1_000);
    window.calls++;
  }

  clear(): void {
    this.#windows.clear();
  }
}
