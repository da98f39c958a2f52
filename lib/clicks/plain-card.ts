import { crc32, deflateSync } from "node:zlib";
import { cardSize } from "./card-drawing.ts";

/**
 * The card that is there when no other one can be drawn: the same paper and the same stripe, without a word.
 * Made of bytes alone, so nothing can fail in it.
 */
export function plainCard(): Uint8Array {
  const { width, height } = cardSize;
  const pixels = Buffer.alloc((width + 1) * height);
  // One byte per pixel names a colour of the palette; each row begins with a byte for its filter, none.
  for (let y = 0; y < height; y += 1) pixels.fill(y < 12 ? 1 : 0, y * (width + 1) + 1, (y + 1) * (width + 1));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from("fcfcfd3e63dd", "hex")),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
