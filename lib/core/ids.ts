import { random16 } from "./random.ts";

/** Of the milliseconds used last: clocks that stand still, or tell another time, are used side by side. */
const counters = new Map<number, number>();
const mostRemembered = 64;

/**
 * UUIDv7 (RFC 9562): sorts by the time it was made, which keeps index inserts at the right edge. Ids of one
 * process and one millisecond sort in the order they were made: 26 bits after the time count them.
 */
export function newId(at: Date = new Date()): string {
  const bytes = random16();
  const ms = at.getTime();
  const counter = countIn(ms, bytes);
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | ((counter >>> 14) & 0x0fff), 6);
  bytes.writeUInt16BE(0x8000 | (counter & 0x3fff), 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function countIn(ms: number, random: Buffer): number {
  const before = counters.get(ms);
  // Begins low enough in the range that a millisecond never reaches its end.
  const counter = before === undefined ? random.readUInt32BE(6) % 0x100_0000 : before + 1;
  counters.delete(ms);
  counters.set(ms, counter);
  if (counters.size > mostRemembered) {
    for (const oldest of counters.keys()) {
      counters.delete(oldest);
      break;
    }
  }
  return counter;
}
