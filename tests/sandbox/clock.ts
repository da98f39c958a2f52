const FOLLOWER_SEEN_MS = 1_000;
const AGREEMENT_LIMIT_MS = 2_000;

type Follower = { seenAt: number; offsetSeconds: number };

/** Whop's time: real time plus an offset that scripts may advance. Other processes follow it by polling. */
export class SandboxClock {
  #offsetSeconds: number;
  readonly #followers = new Map<string, Follower>();

  constructor(offsetSeconds = 0) {
    this.#offsetSeconds = offsetSeconds;
  }

  get offsetSeconds(): number {
    return this.#offsetSeconds;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetSeconds * 1_000);
  }

  iso(): string {
    return this.now().toISOString();
  }

  read(): { now: string; offsetSeconds: number } {
    return { now: this.iso(), offsetSeconds: this.#offsetSeconds };
  }

  /** Called when the answer that carries the offset has left the server. */
  followerHas(follower: string, offsetSeconds: number): void {
    this.#followers.set(follower, { seenAt: Date.now(), offsetSeconds });
  }

  set(offsetSeconds: number): void {
    this.#offsetSeconds = offsetSeconds;
  }

  /** Moves the clock and waits until every process that follows it has fetched the new offset. */
  async advance(seconds: number): Promise<void> {
    const followed = [...this.#followers].filter(
      ([, state]) => Date.now() - state.seenAt <= FOLLOWER_SEEN_MS,
    );
    this.#offsetSeconds += seconds;
    const limit = Date.now() + AGREEMENT_LIMIT_MS;
    const behind = () =>
      followed.some(([name]) => this.#followers.get(name)?.offsetSeconds !== this.#offsetSeconds);
    while (behind() && Date.now() < limit) await sleep(10);
    if (followed.length > 0) await sleep(10);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
