import { sleep } from "#tests/sandbox/clock.ts";
import { Log } from "#tests/sandbox/log.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import type { Attempt, Delivery } from "./delivery.ts";
import { retryDelayMs } from "./schedule.ts";
import type { SignatureKind } from "./signature.ts";
import { signedHeaders } from "./signature.ts";

const TIMEOUT_MS = 5_000;
const AT_ONCE = 64;
const FLUSH_LIMIT_MS = 20_000;
const ANSWER_KEPT = 500;

/** Carries deliveries to their endpoints: in parallel, without order, at least once. */
export class Sender {
  readonly #world: World;
  readonly #secrets: readonly string[];
  readonly #timers = new Map<Delivery, NodeJS.Timeout>();
  readonly #waiting: Delivery[] = [];
  readonly log = new Log<Delivery>(5_000);
  #inFlight = 0;
  #stopped = false;

  constructor(world: World, secrets: readonly string[]) {
    this.#world = world;
    this.#secrets = secrets;
  }

  get idle(): boolean {
    return this.#inFlight === 0 && this.#waiting.length === 0;
  }

  accept(delivery: Delivery): void {
    this.log.add(delivery);
    if (delivery.status === "queued") this.schedule(delivery, this.#firstDelay());
    this.#world.changed("delivery");
  }

  schedule(delivery: Delivery, delayMs: number): void {
    if (this.#stopped) return;
    this.#cancelTimer(delivery);
    delivery.nextAttemptAt = new Date(this.#world.clock.now().getTime() + delayMs).toISOString();
    if (delayMs === 0) this.#start(delivery);
    else
      this.#timers.set(
        delivery,
        setTimeout(() => this.#start(delivery), delayMs),
      );
  }

  /** Takes up what was held back while delivery was paused, and what a restart interrupted. */
  resume(): void {
    if (this.#world.settings.delivery.mode === "paused") return;
    for (const delivery of this.log.oldestFirst()) {
      if (delivery.status === "held") delivery.status = "queued";
      if (["queued", "retrying", "sending"].includes(delivery.status) && !this.#timers.has(delivery)) {
        if (delivery.status === "sending" && this.#inFlight > 0) continue;
        this.schedule(delivery, this.#firstDelay());
      }
    }
  }

  resend(id: string): Delivery | null {
    const delivery = this.log.newestFirst().find((entry) => entry.id === id) ?? null;
    if (!delivery) return null;
    delivery.status = "queued";
    this.schedule(delivery, 0);
    return delivery;
  }

  /** Sends at once everything that is held or waits for a retry, and resolves when no attempt is running any more. */
  async flush(): Promise<{ delivered: number; undelivered: number }> {
    const taken = this.log
      .oldestFirst()
      .filter((delivery) => ["held", "retrying", "queued"].includes(delivery.status));
    for (const delivery of taken) {
      delivery.status = "queued";
      this.schedule(delivery, 0);
    }
    const limit = Date.now() + FLUSH_LIMIT_MS;
    while (!this.idle && Date.now() < limit) await sleep(10);
    const delivered = taken.filter((delivery) => delivery.status === "delivered").length;
    return { delivered, undelivered: taken.length - delivered };
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.length = 0;
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.length = 0;
    this.log.load([]);
  }

  #firstDelay(): number {
    const { delayMs, shuffle } = this.#world.settings.delivery;
    return delayMs + (shuffle ? Math.floor(Math.random() * 300) : 0);
  }

  #start(delivery: Delivery): void {
    this.#cancelTimer(delivery);
    if (this.#stopped || this.#waiting.includes(delivery)) return;
    this.#waiting.push(delivery);
    this.#next();
  }

  #next(): void {
    while (this.#inFlight < AT_ONCE) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#inFlight++;
      void this.#attempt(delivery).finally(() => {
        this.#inFlight--;
        this.#next();
      });
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    delivery.status = "sending";
    delivery.nextAttemptAt = null;
    const attempt = await this.#post(delivery);
    delivery.attempts.push(attempt);
    const delivered = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    if (delivered) delivery.status = "delivered";
    else this.#retryLater(delivery);
    this.#world.changed("delivery");
  }

  #retryLater(delivery: Delivery): void {
    const { retryScale, disableFailingEndpoints } = this.#world.settings.delivery;
    const delay = delivery.retries ? retryDelayMs(delivery.attempts.length, retryScale) : null;
    if (delay !== null) {
      delivery.status = "retrying";
      this.schedule(delivery, delay);
      return;
    }
    delivery.status = "failed";
    const endpoint = this.#world.webhooks.find(delivery.endpointId);
    if (endpoint && delivery.retries && disableFailingEndpoints) endpoint.enabled = false;
  }

  async #post(delivery: Delivery): Promise<Attempt> {
    const startedAt = Date.now();
    const now = this.#world.clock.now();
    const done = (status: number | null, error: string | null, answer: string): Attempt => ({
      at: now.toISOString(),
      status,
      error,
      answer: answer.slice(0, ANSWER_KEPT),
      durationMs: Date.now() - startedAt,
    });
    try {
      const response = await fetch(delivery.url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: signedHeaders({
          kind: this.#signatureKind(delivery),
          secrets: this.#secretsFor(delivery),
          id: delivery.id,
          now,
          body: delivery.body,
        }),
        body: delivery.body,
      });
      return done(response.status, null, await response.text());
    } catch (error) {
      return done(null, describe(error), "");
    }
  }

  #signatureKind(delivery: Delivery): SignatureKind {
    const { badSignature, staleTimestamp } = this.#world.settings.delivery;
    if (delivery.signature !== "valid") return delivery.signature;
    if (badSignature) return "forged";
    return staleTimestamp ? "stale" : "valid";
  }

  #secretsFor(delivery: Delivery): readonly string[] {
    const own = this.#world.webhooks.find(delivery.endpointId)?.secret;
    if (own) return [own];
    return this.#world.settings.delivery.rotateSecrets ? this.#secrets : this.#secrets.slice(0, 1);
  }

  #cancelTimer(delivery: Delivery): void {
    clearTimeout(this.#timers.get(delivery));
    this.#timers.delete(delivery);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return error.name === "TimeoutError" ? "no answer within 5 s" : `${error.message}${cause}`;
}
