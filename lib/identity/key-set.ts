import { importJWK } from "jose";
import { z } from "zod";
import { type Clock, hourMs, secondMs } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { say } from "../core/said.ts";

const freshForMs = 12 * hourMs;
/** A kid nobody knows, or a key set that does not answer, costs at most one request in this time. */
const cooldownMs = 30 * secondMs;
const retryFirstAfterMs = secondMs;
const timeoutMs = 3 * secondMs;
const longestBody = 64 * 1024;
const mostKeys = 16;

const PublicKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  kid: z.string().optional(),
  use: z.literal("sig").optional(),
  alg: z.literal("ES256").optional(),
});
const KeySetBody = z.object({ keys: z.array(z.unknown()).max(1000) });

export type VerifyKey = { kid: string | null; key: CryptoKey };

export type KeySet = {
  /** The keys a token with this kid may be signed with; none when the kid is unknown. */
  keysFor(kid: string | undefined): Promise<CryptoKey[]>;
  state(): { keys: number; ageSeconds: number | null };
  /** Fetches the keys unless they are at hand; for the readiness check. */
  warm(): Promise<void>;
};

type Options = { url: string; clock: Clock; log: Logger; fetch?: typeof fetch };

/** Whop's public keys, cached for 12 hours. Old keys go on serving while the address does not answer. */
export function createKeySet({ url, clock, log, fetch: load = fetch }: Options): KeySet {
  let keys: VerifyKey[] | null = null;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let asking: Promise<void> | null = null;

  /** At most one request at a time, and none while the last one is too recent. */
  async function refresh(): Promise<void> {
    const sinceAsked = Math.abs(clock.now().getTime() - askedAt);
    const pause = keys
      ? cooldownMs
      : Math.min(cooldownMs, retryFirstAfterMs * 2 ** failures - retryFirstAfterMs);
    if (!asking && sinceAsked < pause) return;
    asking ??= ask().finally(() => {
      asking = null;
    });
    await asking;
  }

  async function ask(): Promise<void> {
    askedAt = clock.now().getTime();
    try {
      keys = await fetchKeys(url, load);
      fetchedAt = clock.now().getTime();
      failures = 0;
    } catch (error) {
      failures += 1;
      log.warn({ error, failures, known: keys?.length ?? 0 }, "The key set of user tokens could not be read");
    }
  }

  const isFresh = () => keys !== null && Math.abs(clock.now().getTime() - fetchedAt) < freshForMs;
  const matching = (kid: string | undefined) =>
    (keys ?? []).filter((known) => kid === undefined || known.kid === null || known.kid === kid);

  return {
    async keysFor(kid) {
      if (!isFresh()) await refresh();
      if (matching(kid).length === 0) await refresh();
      if (keys === null) {
        throw new AppError("unavailable", say("access.signInUnchecked"));
      }
      return matching(kid).map((known) => known.key);
    },
    state: () => ({
      keys: keys?.length ?? 0,
      ageSeconds: keys ? Math.round((clock.now().getTime() - fetchedAt) / secondMs) : null,
    }),
    async warm() {
      if (!isFresh()) await refresh();
    },
  };
}

async function fetchKeys(url: string, load: typeof fetch): Promise<VerifyKey[]> {
  const response = await load(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
  if (!response.ok) throw new Error(`The key set answered ${response.status}`);
  const text = await response.text();
  if (text.length > longestBody) throw new Error("The key set is too large");
  const candidates = KeySetBody.parse(JSON.parse(text)).keys;
  const found: VerifyKey[] = [];
  for (const candidate of candidates) {
    const jwk = PublicKey.safeParse(candidate);
    if (!jwk.success || found.length >= mostKeys) continue;
    const { kid, x, y } = jwk.data;
    const key = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
    if (key instanceof CryptoKey) found.push({ kid: kid ?? null, key });
  }
  if (found.length === 0) throw new Error("The key set holds no ES256 key");
  return found;
}
