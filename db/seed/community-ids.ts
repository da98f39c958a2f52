import { createHash } from "node:crypto";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Letters and digits that are not taken for one another: the alphabet of the product's own codes. */
const CODE_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz";
const LINKS_SINCE = Date.UTC(2026, 7, 1);

function bytesOf(key: string): Buffer {
  return createHash("sha512").update(`referly-seed:${key}`).digest();
}

function textOf(key: string, alphabet: string, length: number): string {
  return [...bytesOf(key).subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
}

/** An id that looks like Whop's and is the same in every run. */
export function whopId(prefix: string, key: string): string {
  return `${prefix}_${textOf(`${prefix}:${key}`, BASE62, 13)}`;
}

/** A referral code of 54 bits. */
export function codeFor(key: string): string {
  return textOf(`code:${key}`, CODE_ALPHABET, 11);
}

/** A UUIDv7 that is the same in every run; `order` keeps ids in the order in which the rows were made. */
export function uuidFor(key: string, order: number): string {
  const bytes = Buffer.from(bytesOf(`uuid:${key}`).subarray(0, 16));
  bytes.writeUIntBE(LINKS_SINCE + order * 1_000, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A whole number below `limit`, fixed by its key. */
export function numberFor(key: string, limit: number): number {
  return bytesOf(`number:${key}`).readUInt32BE(0) % limit;
}
