import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** A header as it came: absent, once, or several times. */
export type HeaderValue = string | readonly string[] | null | undefined;

export type SignatureHeaders = { id: HeaderValue; timestamp: HeaderValue; signature: HeaderValue };

export type Verdict = { ok: true; id: string } | { ok: false; reason: string };

export type Verify = (headers: SignatureHeaders, body: Uint8Array, now: Date) => Verdict;

const toleranceSeconds = 300;
const longestId = 256;
const standardPrefix = "whsec_";

/**
 * Whop's form of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, whose key is the bytes of the whole
 * `ws_…` secret. A `whsec_…` secret is taken as the standard has it, as base64 of the key. Two secrets may be
 * in force while one replaces the other.
 */
export function createVerifier(secrets: readonly string[]): Verify {
  const keys = secrets.map(keyOf);
  if (keys.length === 0) throw new Error("Webhooks cannot be verified without a secret");

  return ({ id, timestamp, signature }, body, now) => {
    if (!isOnce(id) || id.length > longestId) return refuse("webhook-id is not there exactly once");
    if (!isOnce(timestamp) || !/^\d{10}$/.test(timestamp))
      return refuse("webhook-timestamp is not ten digits");
    if (!isOnce(signature)) return refuse("webhook-signature is not there exactly once");
    const skew = Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp));
    if (skew > toleranceSeconds) return refuse("webhook-timestamp is too far from now");

    const candidates = signature.split(" ").filter((part) => part.startsWith("v1,"));
    let isGenuine = false;
    for (const key of keys) {
      const mac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
      const expected = Buffer.from(`v1,${mac}`);
      for (const candidate of candidates) {
        const given = Buffer.from(candidate);
        // The text is compared, not what it decodes to: base64 has several spellings of one value.
        if (given.length === expected.length && timingSafeEqual(given, expected)) isGenuine = true;
      }
    }
    return isGenuine ? { ok: true, id } : refuse("no signature is right");
  };
}

/** A header that came twice reaches us as a list, or joined by a comma and a space, which no single value has. */
function isOnce(value: HeaderValue): value is string {
  return typeof value === "string" && value !== "" && !value.includes(", ");
}

/** As an object made once: from bytes, node:crypto makes one for every HMAC, at several times the cost of hashing. */
function keyOf(secret: string): KeyObject {
  return createSecretKey(
    secret.startsWith(standardPrefix)
      ? Buffer.from(secret.slice(standardPrefix.length), "base64")
      : Buffer.from(secret, "utf8"),
  );
}

function refuse(reason: string): Verdict {
  return { ok: false, reason };
}
