import { randomFillSync } from "node:crypto";

const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

/** Sixteen random bytes, good until the next call; asked of the system for 256 callers at a time. */
export function random16(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}
