import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileStore as TusFileStore } from "@tus/file-store";
import { ERRORS, Upload } from "@tus/server";
import type { FileStore } from "./file-store.ts";
import { codeOf } from "./storage-error.ts";
import { UPLOAD_LIFE_MS } from "./sweep.ts";

/** Resumable uploads on disk: `<version>` with what has arrived, and `<version>.json` with what the client declared. */
export class ResumableStore extends TusFileStore {
  readonly #files: FileStore;

  constructor(files: FileStore) {
    super({ directory: files.resumable, expirationPeriodInMilliseconds: UPLOAD_LIFE_MS });
    this.#files = files;
  }

  /** Appends, and returns the new offset. A full disk is told as such: the base class says only that writing failed. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, id), { flags: "r+", start: offset, flush: true });
    await pipeline(source, file).catch((error: unknown) => {
      throw codeOf(error) === "ERR_STREAM_PREMATURE_CLOSE" ? ERRORS.ABORTED : error;
    });
    return offset + file.bytesWritten;
  }

  /** Knows finished uploads too, so that a client which missed the last answer learns that it is done. */
  override async getUpload(id: string): Promise<Upload> {
    const declared = await this.configstore.get(id);
    if (declared && (await this.#files.has(id))) {
      const { metadata, creation_date } = declared;
      const size = declared.size ?? 0;
      return new Upload({
        id,
        size,
        offset: size,
        ...(metadata && { metadata }),
        ...(creation_date && { creation_date }),
      });
    }
    return super.getUpload(id);
  }

  /** Forgets an upload that can never become an object. */
  async discard(id: string): Promise<void> {
    await this.#files.remove([id]);
    await rm(join(this.directory, `${id}.json`), { force: true });
  }
}
