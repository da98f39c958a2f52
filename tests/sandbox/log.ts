/** Newest entries win: a log that never grows past its limit. */
export class Log<Entry> {
  readonly #limit: number;
  #entries: Entry[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: Entry): Entry {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit * 1.2) this.#entries = this.#entries.slice(-this.#limit);
    return entry;
  }

  oldestFirst(): readonly Entry[] {
    return this.#entries;
  }

  newestFirst(): Entry[] {
    return [...this.#entries].reverse();
  }

  load(entries: readonly Entry[]): void {
    this.#entries = [...entries];
  }
}

/** One change that a call of the app made at Whop. */
export type Effect = {
  id: string;
  at: string;
  kind: string;
  idempotencyKey: string | null;
  requestId: string;
  object: unknown;
};

export type RequestEntry = {
  id: string;
  at: string;
  method: string;
  path: string;
  operation: string;
  status: number;
  durationMs: number;
  version: string;
  idempotencyKey: string | null;
  replayed: boolean;
  fault: string | null;
};
