import { brotliDecompressSync, inflateSync } from "node:zlib";

/**
 * The code points that a font file has glyphs for.
 *
 * What font packages declare for their files is not what is in them, so the character map itself is read: out of WOFF
 * (W3C Recommendation 2012) or WOFF2 (W3C Recommendation 2022), in the formats 4 and 12 of OpenType's `cmap`.
 */
export function readCmap(font: Buffer): Set<number> {
  const table = font.toString("latin1", 0, 4) === "wOF2" ? tableOfWoff2(font) : tableOfWoff(font);
  const codePoints = new Set<number>();
  if (table === null) return codePoints;
  for (let record = 4; record < 4 + table.readUInt16BE(2) * 8; record += 8) {
    const at = table.readUInt32BE(record + 4);
    const format = table.readUInt16BE(at);
    if (format === 4) readSegments(table, at, codePoints);
    if (format === 12) readGroups(table, at, codePoints);
  }
  return codePoints;
}

function tableOfWoff(font: Buffer): Buffer | null {
  for (let entry = 44; entry < 44 + font.readUInt16BE(12) * 20; entry += 20) {
    if (font.toString("latin1", entry, entry + 4) !== "cmap") continue;
    const [at, packed, length] = [4, 8, 12].map((offset) => font.readUInt32BE(entry + offset));
    if (at === undefined || packed === undefined) return null;
    const bytes = font.subarray(at, at + packed);
    return packed === length ? bytes : inflateSync(bytes);
  }
  return null;
}

/** In WOFF2's directory a known tag is a number of six bits; these have one more length, of their packed form. */
const CMAP_TAG = 0;
const TRANSFORMED_TAGS = [10, 11]; // glyf, loca
const OTHER_TAG = 63;

function tableOfWoff2(font: Buffer): Buffer | null {
  let [at, offset] = [48, 0];
  const readLength = () => {
    let value = 0;
    for (;;) {
      const byte = font.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  let cmap: { offset: number; length: number } | null = null;
  for (let left = font.readUInt16BE(12); left > 0; left -= 1) {
    const flags = font.readUInt8(at++);
    const tag = flags & 63;
    if (tag === OTHER_TAG) at += 4;
    let length = readLength();
    const version = flags >> 6;
    const isTransformed = TRANSFORMED_TAGS.includes(tag) ? version !== 3 : version !== 0;
    if (isTransformed) length = readLength();
    if (tag === CMAP_TAG) cmap = { offset, length };
    offset += length;
  }
  if (cmap === null) return null;
  const tables = brotliDecompressSync(font.subarray(at, at + font.readUInt32BE(20)));
  return tables.subarray(cmap.offset, cmap.offset + cmap.length);
}

/** Format 4: segments of the first plane. */
function readSegments(table: Buffer, at: number, codePoints: Set<number>): void {
  const bytes = table.readUInt16BE(at + 6);
  const word = (column: number, row: number) => table.readUInt16BE(at + 14 + column * bytes + row);
  for (let row = 0; row < bytes; row += 2) {
    const [last, first] = [word(0, row), table.readUInt16BE(at + 16 + bytes + row)];
    const delta = table.readUInt16BE(at + 16 + 2 * bytes + row);
    const rangeAt = at + 16 + 3 * bytes + row;
    const range = table.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const glyphAt = rangeAt + range + 2 * (code - first);
      const isThere =
        range === 0
          ? ((code + delta) & 0xffff) !== 0
          : glyphAt + 2 <= table.length && table.readUInt16BE(glyphAt) !== 0;
      if (isThere) codePoints.add(code);
    }
  }
}

/** Format 12: groups of any plane. */
function readGroups(table: Buffer, at: number, codePoints: Set<number>): void {
  const end = at + 16 + table.readUInt32BE(at + 12) * 12;
  for (let group = at + 16; group < end; group += 12) {
    const [first, last, glyph] = [0, 4, 8].map((offset) => table.readUInt32BE(group + offset));
    if (first === undefined || last === undefined || glyph === undefined) return;
    for (let code = first; code <= last; code += 1) if (glyph + code - first !== 0) codePoints.add(code);
  }
}
