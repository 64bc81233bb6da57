import { createHash, randomBytes } from "node:crypto";
import { open } from "node:fs/promises";

const BLOCK_BYTES = 16 * 1024 ** 2;

/** Writes a file in which no two blocks are the same, so that a part in another's place is found. Returns its SHA-256. */
export async function writeBigFile(path: string, sizeBytes: number): Promise<string> {
  const block = randomBytes(BLOCK_BYTES);
  const hash = createHash("sha256");
  const file = await open(path, "wx");
  try {
    for (let written = 0; written < sizeBytes; written += BLOCK_BYTES) {
      block.writeDoubleBE(written, 0);
      const piece = block.subarray(0, Math.min(BLOCK_BYTES, sizeBytes - written));
      hash.update(piece);
      await file.writeFile(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

/** SHA-256 of a body, as it comes. */
export async function digestOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) hash.update(read.value);
  return hash.digest("hex");
}
