import { createHash, randomUUID } from "node:crypto";
import { constants, createWriteStream, mkdirSync, rmSync } from "node:fs";
import { copyFile, mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { StorageError } from "./storage-error.ts";

/** A file that has arrived whole and that nobody can see yet. Keep it or discard it. */
interface ReceivedFile {
  version: string;
  sizeBytes: number;
  /** MD5 as hex, which is what object stores give as ETag. */
  md5: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OUT_OF_SPACE = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * The bytes of all objects, by version. A version is a random uuid of ours and a file never changes once kept, so no
 * path is ever made from what a client says, and a download goes on undisturbed while its object is replaced.
 */
export class FileStore {
  readonly #incoming: string;
  readonly #kept: string;

  /** Makes the folders, and removes what a killed process was still receiving. One process per folder. */
  constructor(root: string) {
    this.#incoming = join(root, "incoming");
    this.#kept = join(root, "objects");
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true, mode: 0o700 });
    mkdirSync(this.#kept, { recursive: true, mode: 0o700 });
  }

  /** Streams to disk. Leaves nothing when it throws: EntityTooLarge, InsufficientStorage, or the source's own error. */
  async receive(
    source: AsyncIterable<Uint8Array>,
    { maxBytes }: { maxBytes: number },
  ): Promise<ReceivedFile> {
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
      throw asDiskError(error);
    }
    return { version, sizeBytes, md5: hash.digest("hex") };
  }

  /** Makes a received file readable. Cheap and atomic. */
  async keep(version: string): Promise<void> {
    const path = this.#pathOf(version);
    await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
    await rename(join(this.#incoming, version), path).catch((error: unknown) => {
      throw asDiskError(error);
    });
  }

  /** A second version with the same bytes, received but not kept. Null when the first is gone. */
  async duplicate(version: string): Promise<string | null> {
    const copy = randomUUID();
    const path = join(this.#incoming, copy);
    try {
      await copyFile(this.#pathOf(version), path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    } catch (error) {
      await rm(path, { force: true });
      if (isErrno(error) && error.code === "ENOENT") return null;
      throw asDiskError(error);
    }
    return copy;
  }

  /** Open for reading, with its true size; null when that version is gone. The caller closes it. */
  async openFile(version: string): Promise<{ file: FileHandle; sizeBytes: number } | null> {
    try {
      const file = await open(this.#pathOf(version), "r");
      return { file, sizeBytes: (await file.stat()).size };
    } catch (error) {
      if (isErrno(error) && error.code === "ENOENT") return null;
      throw error;
    }
  }

  /** Removes versions, received or kept. Those already gone are fine. */
  async remove(versions: readonly string[]): Promise<void> {
    for (const version of versions) {
      await rm(this.#pathOf(version), { force: true });
      await rm(join(this.#incoming, version), { force: true });
    }
  }

  #pathOf(version: string): string {
    // Versions come from rows that a service key may write by hand: never a path unless it is a uuid.
    if (!UUID.test(version)) throw new TypeError("an object's version is not a uuid");
    return join(this.#kept, version.slice(0, 2), version);
  }
}

function asDiskError(error: unknown): unknown {
  return isErrno(error) && error.code !== undefined && OUT_OF_SPACE.has(error.code)
    ? new StorageError("diskFull", undefined, { cause: error })
    : error;
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
