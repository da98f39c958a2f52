import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { deriveSecrets } from "#lib/core/secrets.ts";

const secret = "a-secret-that-only-this-test-knows-of";

function byNode(purpose: string, text: string): Buffer {
  const key = createHmac("sha256", secret).update(`referly:${purpose}`).digest();
  return createHmac("sha256", key).update(text).digest();
}

test("signatures and keyed hashes are HMAC-SHA256 of the whole text, whatever its length and letters", () => {
  const secrets = deriveSecrets(secret);
  const texts = [
    "",
    "a",
    "\ud800",
    "é🔥",
    "\0",
    "x".repeat(499),
    "é".repeat(500),
    "€".repeat(500),
    "x".repeat(501),
    "🔥".repeat(5_000),
    "b",
  ];
  for (const purpose of ["one", "two"]) {
    for (const text of texts) {
      expect(secrets.hash64(purpose, text)).toBe(byNode(purpose, text).readBigInt64BE(0));
      const signature = byNode(purpose, text).subarray(0, 16).toString("base64url");
      expect(secrets.sign(purpose, text)).toBe(signature);
      expect(secrets.verify(purpose, text, signature)).toBe(true);
      expect(secrets.verify(`${purpose}s`, text, signature)).toBe(false);
    }
  }
});
