import type { Clock } from "./clock.ts";

type Entry<V> = { value: V; at: number };

export type CachedOptions<V> = {
  clock: Clock;
  /** The least recently used entry beyond this is dropped. */
  max: number;
  freshForMs: (value: V) => number;
  load: (key: string) => Promise<V>;
};

/**
 * Remembers what a load answered. Callers that ask for one key at once share one load; a failed load is not
 * remembered, and the last answer stays readable through `last` for callers that prefer old to nothing.
 */
export class Cached<V> {
  readonly #entries = new Map<string, Entry<V>>();
  readonly #loading = new Map<string, Promise<V>>();
  readonly #options: CachedOptions<V>;

  constructor(options: CachedOptions<V>) {
    this.#options = options;
  }

  get(key: string): V | Promise<V> {
    const entry = this.#entries.get(key);
    if (entry && this.#isFresh(entry)) {
      this.#touch(key, entry);
      return entry.value;
    }
    return this.#loading.get(key) ?? this.#load(key);
  }

  /** The last answer, however old, and how old it is. */
  last(key: string): { value: V; ageMs: number } | null {
    const entry = this.#entries.get(key);
    return entry ? { value: entry.value, ageMs: this.#options.clock.now().getTime() - entry.at } : null;
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  #isFresh({ value, at }: Entry<V>): boolean {
    const age = this.#options.clock.now().getTime() - at;
    return age >= 0 && age < this.#options.freshForMs(value);
  }

  #load(key: string): Promise<V> {
    const loading = this.#options.load(key).then(
      (value) => {
        this.#loading.delete(key);
        this.#touch(key, { value, at: this.#options.clock.now().getTime() });
        return value;
      },
      (error: unknown) => {
        this.#loading.delete(key);
        throw error;
      },
    );
    this.#loading.set(key, loading);
    return loading;
  }

  #touch(key: string, entry: Entry<V>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#options.max) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
