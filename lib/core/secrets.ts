import { createHmac, hash, timingSafeEqual } from "node:crypto";

/** Keyed functions derived from REFERLY_SECRET; each purpose has a key of its own. */
export type Secrets = {
  /** Signature of a text for one purpose, base64url, 22 characters (128 bits). */
  sign(purpose: string, text: string): string;
  verify(purpose: string, text: string, signature: string): boolean;
  /** 64-bit keyed hash, signed, as a Postgres bigint holds it. */
  hash64(purpose: string, text: string): bigint;
};

export function deriveSecrets(secret: string): Secrets {
  const macs = new Map<string, Mac>();
  const mac = (purpose: string, text: string): Buffer => {
    let ofPurpose = macs.get(purpose);
    if (!ofPurpose) {
      ofPurpose = macWith(createHmac("sha256", secret).update(`referly:${purpose}`).digest());
      macs.set(purpose, ofPurpose);
    }
    return ofPurpose(text);
  };
  const sign = (purpose: string, text: string) => mac(purpose, text).toString("base64url", 0, 16);
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

/** HMAC-SHA256 of a text under one key; the bytes are good until the next call. */
type Mac = (text: string) => Buffer;

const BLOCK = 64;
const DIGEST = 32;
/** In characters. What a click hashes is shorter. */
const SHORT = 500;
const MOST_BYTES_PER_CHARACTER = 3;

/**
 * HMAC as RFC 2104 spells it, out of two one-shot hashes: the object that node:crypto makes for each HMAC costs
 * several times the hashing. Long texts take that object all the same.
 */
function macWith(key: Buffer): Mac {
  const inner = Buffer.alloc(BLOCK + SHORT * MOST_BYTES_PER_CHARACTER, 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST, 0x5c);
  for (const [i, byte] of key.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  const result = Buffer.alloc(DIGEST);
  return (text) => {
    if (text.length > SHORT) return createHmac("sha256", key).update(text).digest();
    const end = BLOCK + inner.write(text, BLOCK);
    outer.write(hash("sha256", inner.subarray(0, end), "binary"), BLOCK, "binary");
    result.write(hash("sha256", outer, "binary"), "binary");
    return result;
  };
}
