import { randomBytes } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

const RGB = 2;
const BITS_EACH = 8;

/** A PNG of noise, which nothing makes smaller: `sizePx` × `sizePx` × 3 bytes. */
export function noisePng(sizePx: number): Buffer {
  const rowBytes = 1 + sizePx * 3; // each row says first by which filter it went
  const pixels = randomBytes(rowBytes * sizePx);
  for (let row = 0; row < sizePx; row += 1) pixels[row * rowBytes] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  header.set([BITS_EACH, RGB], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels, { level: 0 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
