import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** Keyed functions derived from REFERLY_SECRET; each purpose has a key of its own. */
export type Secrets = {
  /** Signature of a text for one purpose, base64url, 22 characters (128 bits). */
  sign(purpose: string, text: string): string;
  verify(purpose: string, text: string, signature: string): boolean;
  /** 64-bit keyed hash, signed, as a Postgres bigint holds it. */
  hash64(purpose: string, text: string): bigint;
};

export function deriveSecrets(secret: string): Secrets {
  // As key objects: to take a key from bytes for each use costs several times the hash itself.
  const keys = new Map<string, KeyObject>();
  const mac = (purpose: string, text: string) => {
    let key = keys.get(purpose);
    if (!key) {
      key = createSecretKey(createHmac("sha256", secret).update(`referly:${purpose}`).digest());
      keys.set(purpose, key);
    }
    return createHmac("sha256", key).update(text).digest();
  };
  const sign = (purpose: string, text: string) => mac(purpose, text).subarray(0, 16).toString("base64url");
  return {
    sign,
    verify(purpose, text, signature) {
      const expected = Buffer.from(sign(purpose, text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    hash64: (purpose, text) => mac(purpose, text).readBigInt64BE(0),
  };
}
