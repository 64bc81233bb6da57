import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BackupError, type Content } from "./manifest.ts";

/** Passes bytes on, and knows their number and checksum at the end. */
export class Measure extends Transform {
  bytes = 0;
  readonly #hash = createHash("sha256");

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** Streams into a file of the backup that is on disk when this resolves. */
export async function writeContent(
  folder: string,
  path: string,
  source: AsyncIterable<Uint8Array> | NodeJS.ReadableStream,
): Promise<Content> {
  await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
  const measure = new Measure();
  await pipeline(
    source,
    measure,
    createWriteStream(join(folder, path), { flags: "wx", mode: 0o600, flush: true }),
  );
  return { path, bytes: measure.bytes, sha256: measure.digest() };
}

/** Reads a file of the backup from end to end. Throws a BackupError when it is not what was written. */
export async function verifyContent(folder: string, { path, bytes, sha256 }: Content): Promise<void> {
  const measure = new Measure();
  measure.resume();
  await pipeline(createReadStream(join(folder, path)), measure).catch((error: unknown) => {
    throw new BackupError(`The backup in ${folder} is not whole: ${path} cannot be read.`, { cause: error });
  });
  if (measure.bytes !== bytes || measure.digest() !== sha256) {
    throw new BackupError(`The backup in ${folder} was changed: ${path} does not fit its checksum.`);
  }
}
