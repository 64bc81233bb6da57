import { createHash, randomUUID } from "node:crypto";
import { constants, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { copyFile, mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { codeOf, StorageError } from "./storage-error.ts";

/** A file that has arrived whole and that nobody can see yet. Keep it or remove it. */
interface ReceivedFile {
  version: string;
  sizeBytes: number;
  /** MD5 as hex, which is what object stores give as ETag. */
  md5: string;
}

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The bytes of all objects, by version. A version is a random uuid of ours and a file never changes once kept, so no
 * path is ever made from what a client says, and a download goes on undisturbed while its object is replaced.
 */
export class FileStore {
  /** Where resumable uploads grow, under their version; they outlive a restart. */
  readonly resumable: string;
  readonly #incoming: string;
  readonly #kept: string;
  readonly #root: string;

  /** Makes the folders, and removes what a killed process was still receiving. One process per folder. */
  constructor(root: string) {
    this.#root = root;
    this.#incoming = join(root, "incoming");
    this.#kept = join(root, "objects");
    this.resumable = join(root, "resumable");
    rmSync(this.#incoming, { recursive: true, force: true });
    for (const folder of [this.#incoming, this.#kept, this.resumable])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Streams to disk. Leaves nothing when it throws: EntityTooLarge, ENOSPC or the source's own error. */
  async receive(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReceivedFile> {
    const version = randomUUID();
    const path = join(this.#incoming, version);
    const hash = createHash("md5");
    let sizeBytes = 0;
    async function* counted() {
      for await (const chunk of source) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) throw new StorageError("tooLarge");
        hash.update(chunk);
        yield chunk;
      }
    }
    try {
      await pipeline(counted, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { version, sizeBytes, md5: hash.digest("hex") };
  }

  /** Makes a received or resumed file readable, and lasting. Atomic; again is fine. */
  async keep(version: string): Promise<void> {
    const path = this.#pathOf(version);
    const folder = join(path, "..");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const origin of [this.#incoming, this.resumable]) {
      await rename(join(origin, version), path).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
      });
    }
    const kept = await open(folder, "r");
    await kept.sync().finally(() => kept.close());
    await stat(path);
  }

  /** A second version with the same bytes, received but not kept. Throws NoSuchKey when the first is gone. */
  async duplicate(version: string | null): Promise<string> {
    const copy = randomUUID();
    const path = join(this.#incoming, copy);
    try {
      await copyFile(this.#pathOf(version), path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    } catch (error) {
      await rm(path, { force: true });
      throw codeOf(error) === "ENOENT" ? new StorageError("noSuchObject") : error;
    }
    return copy;
  }

  /** Open for reading, with its true size. The caller closes it. Throws NoSuchKey when that version is gone. */
  async openFile(version: string | null): Promise<{ file: FileHandle; sizeBytes: number }> {
    try {
      const file = await open(this.#pathOf(version), "r");
      return { file, sizeBytes: (await file.stat()).size };
    } catch (error) {
      throw codeOf(error) === "ENOENT" ? new StorageError("noSuchObject") : error;
    }
  }

  /** Whether that version is kept. */
  async has(version: string): Promise<boolean> {
    return UUID.test(version) && (await stat(this.#pathOf(version)).catch(() => null)) !== null;
  }

  /** Removes versions, wherever they lie. Those already gone, and names that are not ours, are fine. */
  async remove(versions: readonly (string | null)[]): Promise<void> {
    for (const version of versions) {
      if (version === null || !UUID.test(version)) continue;
      for (const path of [
        this.#pathOf(version),
        join(this.#incoming, version),
        join(this.resumable, version),
      ])
        await rm(path, { force: true });
    }
  }

  /** Every kept version with the time it was kept, in milliseconds since 1970; by folder, so never all at once. */
  async *keptVersions(): AsyncGenerator<{ version: string; keptAtMs: number }[]> {
    for (const folder of await readdir(this.#kept)) {
      const names = (await readdir(join(this.#kept, folder))).filter((name) => UUID.test(name));
      const found = names.map(async (version) => {
        const stats = await stat(join(this.#kept, folder, version)).catch(() => null); // removed meanwhile
        return stats && { version, keptAtMs: stats.ctimeMs };
      });
      yield (await Promise.all(found)).filter((entry) => entry !== null);
    }
  }

  #pathOf(version: string | null): string {
    return keptPath(this.#root, version);
  }
}

/**
 * Where a kept version lies below a storage folder. Versions come from rows that a service key may write by hand: never
 * a path unless it is a uuid. Throws NoSuchKey.
 */
export function keptPath(root: string, version: string | null): string {
  if (version === null || !UUID.test(version)) throw new StorageError("noSuchObject");
  return join(root, "objects", version.slice(0, 2), version);
}
